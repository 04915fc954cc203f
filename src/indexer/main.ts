/** The index process: JSON-RPC on stdio. It knows nothing of VS Code, and ends when its parent does. */
import path from "node:path";

import {answering, answeringWithout} from "../protocol/connection.js";
import {
    documentNotification, filesChangedNotification, indexNoticeNotification, indexStateNotification, openIndexRequest, pauseIndexRequest, putVectorsRequest, rebuildIndexRequest, relatedRequest,
    searchIndexRequest, settledRequest, vectorlessRequest
} from "../protocol/indexMessages.js";
import {type LogEntry, logNotification} from "../protocol/messages.js";
import {indexErrors} from "../core/index/indexErrors.js";
import {connectToParent, serve} from "../system/process/parentConnection.js";
import {ReadPool} from "./read/pool.js";
import {related} from "./related.js";
import {search} from "./search.js";
import {loadSqlite} from "./store/database.js";
import {putVectors, vectorless} from "./vectors.js";
import {WorkspaceIndex} from "./workspace.js";

const connection = connectToParent();

const log = (level: LogEntry["level"], message: string) => void connection.sendNotification(logNotification, {level, message});
const pool = new ReadPool({
    script: path.join(import.meta.dirname, "indexThread.mjs"), grammars: process.env["HEARTH_GRAMMARS"], onProblem: (message) => log("warn", message)
});
let workspace: WorkspaceIndex | undefined;

connection.onRequest(openIndexRequest, answering(async (params) => {
    const sqlite = await loadSqlite();
    workspace?.dispose();
    workspace = new WorkspaceIndex(params, {
        sqlite, pool, log, onState: (state) => void connection.sendNotification(indexStateNotification, state),
        onNotice: (message) => void connection.sendNotification(indexNoticeNotification, {message})
    });
    workspace.start();
    return null;
}));

connection.onNotification(filesChangedNotification, ({paths}) => workspace?.filesChanged(paths));
connection.onNotification(documentNotification, ({path: file, text}) => workspace?.documentChanged(file, text));

connection.onRequest(settledRequest, answeringWithout(() => open().settled()));
connection.onRequest(rebuildIndexRequest, answeringWithout(async () => {
    await open().rebuild();
    return null;
}));
connection.onRequest(pauseIndexRequest, answeringWithout(async () => {
    await open().pause();
    return null;
}));
connection.onRequest(searchIndexRequest, answering((params) => asked(() => search(params, workspace))));
connection.onRequest(relatedRequest, answering((query, signal) => asked(() => related(query, open(), pool, signal))));
connection.onRequest(vectorlessRequest, answering((params) => asked(() => vectorless(params, open()))));
connection.onRequest(putVectorsRequest, answering((params) => asked(() => {
    putVectors(params, open());
    return null;
})));

function open(): WorkspaceIndex {
    if (workspace === undefined)
        throw indexErrors.notReady();
    return workspace;
}

/** A search can be the first to meet a damaged database. */
async function asked<T>(answer: () => T | Promise<T>): Promise<T> {
    try {
        return await answer();
    } catch (error) {
        workspace?.report(error);
        throw error;
    }
}

serve(connection, import.meta.dirname, () => workspace?.dispose());
