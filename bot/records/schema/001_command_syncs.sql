-- Which commands each application registered with Discord last, as a hash of what was sent.
CREATE TABLE command_syncs (
    application_id INTEGER PRIMARY KEY,
    payload_hash   TEXT NOT NULL,
    synced_at      TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT;
