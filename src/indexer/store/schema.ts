/** The database's tables. Text of files is not kept: only names, signatures, ranges and an index of words. */

/** Raise it with every change of the tables, or of what is put into them: an older database is made anew. */
export const schemaVersion = 6;

/** Chunks of a file have the ids from `file * chunksPerFile` on, so that no further index is needed. */
export const chunksPerFile = 4_096;

export const schema = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE folders(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE files(
    id INTEGER PRIMARY KEY, folder INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, mtime REAL NOT NULL,
    hash TEXT NOT NULL, language TEXT NOT NULL, skip TEXT, symbols INTEGER NOT NULL, chunks INTEGER NOT NULL, UNIQUE(folder, path));
CREATE TABLE symbols(
    file INTEGER NOT NULL, seq INTEGER NOT NULL, name TEXT NOT NULL COLLATE NOCASE, kind INTEGER NOT NULL, startLine INTEGER NOT NULL, endLine INTEGER NOT NULL,
    signature TEXT NOT NULL, doc TEXT NOT NULL, container TEXT NOT NULL, exported INTEGER NOT NULL, PRIMARY KEY(file, seq)) WITHOUT ROWID;
CREATE INDEX symbolsByName ON symbols(name);
CREATE TABLE imports(
    file INTEGER NOT NULL, seq INTEGER NOT NULL, specifier TEXT NOT NULL, names TEXT NOT NULL, line INTEGER NOT NULL, endLine INTEGER NOT NULL, reexport INTEGER NOT NULL,
    stem TEXT NOT NULL, target INTEGER, PRIMARY KEY(file, seq)) WITHOUT ROWID;
CREATE INDEX importsByStem ON imports(stem) WHERE stem <> '';
CREATE INDEX importsByTarget ON imports(target) WHERE target IS NOT NULL;
CREATE TABLE chunks(id INTEGER PRIMARY KEY, startLine INTEGER NOT NULL, endLine INTEGER NOT NULL, scope TEXT NOT NULL, digest INTEGER NOT NULL);
CREATE TABLE vectors(digest INTEGER PRIMARY KEY, scale REAL NOT NULL, parts BLOB NOT NULL);
CREATE TABLE vectorless(chunk INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE words USING fts5(body, content='', contentless_delete=1, tokenize='ascii');
PRAGMA user_version = ${String(schemaVersion)};
`;
