-- What the admins of a server chose for a channel; one that is not listed has the defaults. A thread has its parent's.
CREATE TABLE channels (
    channel_id  INTEGER PRIMARY KEY,
    server_id   INTEGER NOT NULL,
    collections TEXT NOT NULL,    -- JSON list of names
    answers_all INTEGER NOT NULL, -- 1: each message is a question
    threads     INTEGER NOT NULL, -- 1: each answer opens a thread
    compact     INTEGER NOT NULL  -- 1: short answers
) STRICT;
CREATE INDEX channels_by_server ON channels (server_id);

-- Servers that were welcomed: a replayed event is no second joining.
CREATE TABLE welcomes (
    server_id   INTEGER PRIMARY KEY,
    welcomed_at TEXT NOT NULL
) STRICT;

-- Answers posted, for their buttons, for edits of their questions, and for follow-ups. Kept for 30 days at most.
CREATE TABLE answers (
    id          TEXT PRIMARY KEY,
    server_id   INTEGER,          -- null: a direct message
    channel_id  INTEGER NOT NULL,
    asker_id    INTEGER NOT NULL,
    question_id INTEGER,          -- the message that asked; null: a command
    message_id  INTEGER,          -- the message that answers, once it is sent
    question    TEXT NOT NULL,    -- as it was asked
    any_date    INTEGER NOT NULL,
    asked_at    TEXT NOT NULL,    -- ISO 8601, UTC
    previous    TEXT,             -- the answer that this question goes on from
    kept        TEXT NOT NULL     -- JSON: what it came to, with the keys of its passages, to show it again
) STRICT;
CREATE INDEX answers_by_question ON answers (question_id);
CREATE INDEX answers_by_message ON answers (message_id);
CREATE INDEX answers_by_channel ON answers (channel_id, asked_at);
CREATE INDEX answers_by_server ON answers (server_id);
CREATE INDEX answers_by_asker ON answers (asker_id);
CREATE INDEX answers_by_day ON answers (asked_at);

-- What people think of an answer; who changes their mind changes the row.
CREATE TABLE votes (
    answer_id TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    user_id   INTEGER NOT NULL,
    helpful   INTEGER NOT NULL,
    reason    TEXT,
    voted_at  TEXT NOT NULL,
    PRIMARY KEY (answer_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX votes_by_user ON votes (user_id);
