-- Collections hold releases; a channel searches some of them.
CREATE TABLE collections (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL
);

-- Where releases come from: a folder (of files), later a feed, a site, an upload.
CREATE TABLE sources (
    id            INTEGER PRIMARY KEY,
    collection_id INTEGER NOT NULL REFERENCES collections (id),
    location      TEXT NOT NULL,
    UNIQUE (collection_id, location)
);

-- A release keeps its key for life. `path` is the file, relative to the source, that it was last read from.
CREATE TABLE releases (
    id            INTEGER PRIMARY KEY,
    collection_id INTEGER NOT NULL REFERENCES collections (id),
    source_id     INTEGER NOT NULL REFERENCES sources (id),
    key           TEXT NOT NULL,
    addressed     INTEGER NOT NULL, -- 1: the key is an address, the same in every source of the collection
    path          TEXT NOT NULL
);
CREATE UNIQUE INDEX releases_by_address ON releases (collection_id, key) WHERE addressed;
CREATE UNIQUE INDEX releases_by_own_key ON releases (source_id, key) WHERE NOT addressed;

-- A release as it read at one time.
CREATE TABLE versions (
    id           INTEGER PRIMARY KEY,
    release_id   INTEGER NOT NULL REFERENCES releases (id),
    content_hash TEXT NOT NULL,
    title        TEXT NOT NULL,
    published    TEXT,
    updated      TEXT,
    url          TEXT,
    speaker      TEXT, -- as the release states it
    voice        TEXT, -- whom the release as a whole speaks for, by the name that the lexicon gives them
    text         TEXT NOT NULL,
    assumed      TEXT NOT NULL, -- JSON list of sentences: what the file did not say
    added_at     TEXT NOT NULL,
    UNIQUE (release_id, content_hash)
);
CREATE INDEX versions_by_day ON versions (published);

-- Sentences of a version; start_char and end_char count characters of versions.text, [start, end).
CREATE TABLE passages (
    id         INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES versions (id),
    key        TEXT NOT NULL,
    wording    INTEGER NOT NULL, -- the same for passages that say the same words
    paragraph  INTEGER NOT NULL,
    sentence   INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char   INTEGER NOT NULL,
    heading    INTEGER NOT NULL,
    question   INTEGER NOT NULL, -- 1: what a reporter asks
    speaker    TEXT
);
CREATE INDEX passages_by_version ON passages (version_id);
CREATE INDEX passages_by_key ON passages (key);

-- A generation is a set of versions of one collection; every change of the index makes a new one.
CREATE TABLE generations (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    collection_id INTEGER NOT NULL REFERENCES collections (id),
    made_at       TEXT NOT NULL,
    reason        TEXT NOT NULL,
    releases      INTEGER NOT NULL,
    passages      INTEGER NOT NULL
);

-- Generation g holds the versions with since <= g and (until is null or g < until): a small change writes few rows.
CREATE TABLE memberships (
    collection_id    INTEGER NOT NULL REFERENCES collections (id),
    version_id       INTEGER NOT NULL REFERENCES versions (id),
    since_generation INTEGER NOT NULL REFERENCES generations (id),
    until_generation INTEGER REFERENCES generations (id)
);
CREATE INDEX memberships_by_collection ON memberships (collection_id, until_generation);
CREATE INDEX memberships_by_version ON memberships (version_id);

-- Segment files beside the database; generation g is served by those with since <= g and (until is null or g < until).
CREATE TABLE segments (
    id               INTEGER PRIMARY KEY,
    collection_id    INTEGER NOT NULL REFERENCES collections (id),
    name             TEXT NOT NULL UNIQUE,
    since_generation INTEGER NOT NULL REFERENCES generations (id),
    until_generation INTEGER REFERENCES generations (id)
);
CREATE TABLE segment_versions (
    segment_id INTEGER NOT NULL REFERENCES segments (id),
    version_id INTEGER NOT NULL REFERENCES versions (id),
    PRIMARY KEY (segment_id, version_id)
) WITHOUT ROWID;
