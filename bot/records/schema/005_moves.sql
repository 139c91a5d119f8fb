-- Servers that are on their way to another database, with its path (server 0: direct messages). Their rows are here until
-- all of them are there, and the bot does not start meanwhile.
CREATE TABLE servers_moving (
    server_id INTEGER PRIMARY KEY,
    token     TEXT NOT NULL, -- which the other database knows once it holds the rows
    target    TEXT NOT NULL
) STRICT;

-- What came from another database and is not known to be gone from there.
CREATE TABLE servers_arriving (
    token     TEXT PRIMARY KEY,
    server_id INTEGER NOT NULL
) STRICT;

-- From which databases a collection came, by the names under which these brought it to a search cluster: their place
-- there may be taken.
CREATE TABLE collection_origins (
    collection TEXT NOT NULL,
    owner      TEXT NOT NULL,
    PRIMARY KEY (collection, owner)
) STRICT, WITHOUT ROWID;
