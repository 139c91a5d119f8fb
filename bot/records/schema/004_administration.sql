-- What a server chose for itself: the role whose members look after its releases, and where its audit log is posted.
CREATE TABLE servers (
    server_id     INTEGER PRIMARY KEY,
    editor_role   INTEGER,
    audit_channel INTEGER
) STRICT;

-- Collections that their server lets another one search.
CREATE TABLE shares (
    collection TEXT NOT NULL,
    server_id  INTEGER NOT NULL,
    PRIMARY KEY (collection, server_id)
) STRICT, WITHOUT ROWID;

-- Who did what to a server's releases, collections and settings. Rows are added, never changed; they go when the bot
-- leaves the server, all of them.
CREATE TABLE audit (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    server_id INTEGER NOT NULL,
    actor_id  INTEGER NOT NULL,
    at        TEXT NOT NULL,    -- ISO 8601, UTC
    action    TEXT NOT NULL,
    subject   TEXT NOT NULL,
    before    TEXT,
    after     TEXT
) STRICT;
CREATE INDEX audit_by_server ON audit (server_id, id);
CREATE TABLE servers_leaving (server_id INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM servers_leaving WHERE server_id = old.server_id)
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;

-- Who may ask in a channel (null: all), whether answers there are private unless asked for otherwise, and how many
-- questions it may ask within cooldown_s seconds (null: the setting).
ALTER TABLE channels ADD COLUMN asker_role INTEGER;
ALTER TABLE channels ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channels ADD COLUMN questions INTEGER;

-- Re-indexings that were asked for and have not come to an end: begun again when the bot starts.
CREATE TABLE jobs (
    id         INTEGER PRIMARY KEY,
    collection TEXT NOT NULL,
    full       INTEGER NOT NULL,
    server_id  INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER,
    actor_id   INTEGER NOT NULL,
    asked_at   TEXT NOT NULL
) STRICT;
