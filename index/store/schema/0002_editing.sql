-- A release's state: live (the newest generation holds it), gone (it does not, and nobody asked for that), or what
-- people asked for: held (version_id goes live at held_until), withdrawn, removed. version_id is the version that stands
-- for the release wherever one is shown or restored; it is null where none was published yet, and where it was erased.
ALTER TABLE releases ADD COLUMN state TEXT NOT NULL DEFAULT 'gone';
ALTER TABLE releases ADD COLUMN version_id INTEGER REFERENCES versions (id);
ALTER TABLE releases ADD COLUMN changed_at TEXT;
ALTER TABLE releases ADD COLUMN reason TEXT;
ALTER TABLE releases ADD COLUMN held_until TEXT;

UPDATE releases SET version_id = (
  SELECT versions.id FROM versions JOIN memberships ON memberships.version_id = versions.id
  WHERE versions.release_id = releases.id
  ORDER BY until_generation IS NULL DESC, since_generation DESC LIMIT 1);
UPDATE releases SET changed_at = (
  SELECT max(made_at) FROM generations JOIN memberships
    ON generations.id = since_generation OR generations.id = until_generation
  WHERE memberships.version_id = releases.version_id);
UPDATE releases SET state = 'live' WHERE EXISTS (
  SELECT 1 FROM memberships WHERE memberships.version_id = releases.version_id AND until_generation IS NULL);

CREATE INDEX releases_by_change ON releases (collection_id, changed_at);
CREATE INDEX releases_by_version ON releases (version_id);

-- Facts that people stated of a release: they are laid over what its file states, whenever that is read.
CREATE TABLE stated_facts (
    release_id INTEGER PRIMARY KEY REFERENCES releases (id),
    title      TEXT,
    date       TEXT,
    updated    TEXT,
    url        TEXT,
    speaker    TEXT
);

-- Files as they were given, so that they can be read again.
CREATE TABLE uploads (
    id            INTEGER PRIMARY KEY,
    collection_id INTEGER NOT NULL REFERENCES collections (id),
    digest        TEXT NOT NULL, -- of name and content
    name          TEXT NOT NULL,
    bytes         INTEGER NOT NULL,
    content       BLOB NOT NULL,
    UNIQUE (collection_id, digest)
);

-- Which upload a version was read from, where in it, and with which facts given.
CREATE TABLE version_uploads (
    version_id INTEGER PRIMARY KEY REFERENCES versions (id),
    upload_id  INTEGER NOT NULL REFERENCES uploads (id),
    place      INTEGER NOT NULL,
    given      TEXT NOT NULL -- JSON object of facts
);
CREATE INDEX version_uploads_by_upload ON version_uploads (upload_id);

-- versions.content_hash of a text that was split or attributed anew has ":" and a digest of that reading behind it.
ALTER TABLE versions ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE versions SET bytes = length(CAST(text AS BLOB));
CREATE INDEX versions_by_size ON versions (release_id, bytes);

-- What each generation changed, counted in releases.
ALTER TABLE generations ADD COLUMN added INTEGER NOT NULL DEFAULT 0;
ALTER TABLE generations ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE generations ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX memberships_by_since ON memberships (since_generation);
CREATE INDEX memberships_by_until ON memberships (until_generation);
CREATE INDEX segment_versions_by_version ON segment_versions (version_id);
CREATE INDEX segments_by_collection ON segments (collection_id);
CREATE INDEX generations_by_collection ON generations (collection_id);
UPDATE generations SET added = (SELECT count(*) FROM memberships WHERE since_generation = generations.id);
