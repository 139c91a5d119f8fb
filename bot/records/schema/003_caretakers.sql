-- Who looks after the bot in a server: the member who used /admin or /setup last. Told where it cannot speak.
CREATE TABLE caretakers (
    server_id INTEGER PRIMARY KEY,
    user_id   INTEGER NOT NULL,
    since     TEXT NOT NULL -- ISO 8601, UTC
) STRICT;
CREATE INDEX caretakers_by_user ON caretakers (user_id);

-- Channels in which the bot was asked and may not speak, and when that was told last: once a week is enough.
CREATE TABLE unheard (
    channel_id INTEGER PRIMARY KEY,
    server_id  INTEGER NOT NULL,
    told_at    TEXT NOT NULL
) STRICT;
CREATE INDEX unheard_by_server ON unheard (server_id);
