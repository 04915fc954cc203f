/** The index's error sentences: what happened, where, what to do. */
import {HearthError} from "../errors.js";

export const indexErrors = {
    crashLoop: (crashes: number, stderr: string) => new HearthError({
        code: "index.crashLoop", remedy: "showLog", detail: stderr,
        message: `Hearth's index process ended unexpectedly ${String(crashes)} times within three minutes and is not started again. Completions go on without it. See the log, then “Hearth: Rebuild Index”.`
    }),
    diskFull: (folder: string) => new HearthError({
        code: "index.diskFull", remedy: "showLog",
        message: `The disk that holds Hearth's index (${folder}) is full. The index stays as it was; free some space, then “Hearth: Rebuild Index”.`
    }),
    cannotStore: (folder: string, why: string) => new HearthError({
        code: "index.cannotStore", remedy: "showLog", detail: why,
        message: `Hearth's index can't be kept in ${folder} (${why}). Check the permissions there; completions go on without it.`
    }),
    noSqlite: (why: string) => new HearthError({
        code: "index.noSqlite", remedy: "showLog", detail: why,
        message: "Hearth's index needs SQLite, which this VS Code's Node does not have. Update VS Code; completions go on without the index."
    }),
    notReady: () => new HearthError({
        code: "index.notReady", remedy: "none",
        message: "Hearth's index is not ready: no folder is open, it is turned off, the workspace is not trusted, or it is just starting."
    })
};
