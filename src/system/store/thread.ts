/** The thread that holds Hearth's databases, so that no write to a disk delays the extension host. */
import {parentPort} from "node:worker_threads";

import {ConversationDatabase} from "../chat/database.js";
import {StatisticsDatabase} from "../statistics/database.js";
import type {DatabaseKind, DatabaseReply, DatabaseRequest} from "./messages.js";

type Database = ConversationDatabase | StatisticsDatabase;

const port = parentPort;
if (port === null)
    throw new Error("This file is the body of a thread.");
const makers: Readonly<Record<DatabaseKind, (file: string) => Database>> = {
    conversations: (file) => new ConversationDatabase(file),
    statistics: (file) => new StatisticsDatabase(file)
};
const open = new Map<string, Database>();

port.on("message", (request: DatabaseRequest) => port.postMessage(answer(request)));
port.on("close", () => {
    for (const database of open.values())
        database.close();
});

function answer({id, kind, file, method, args}: DatabaseRequest): DatabaseReply {
    try {
        const database = open.get(file) ?? makers[kind](file);
        open.set(file, database);
        const call = (database as unknown as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>)[method];
        if (call === undefined)
            throw new Error(`the store has no ${method}`);
        return {id, result: call.apply(database, [...args])};
    } catch (error) {
        return {id, error: error instanceof Error ? error.message : String(error)};
    }
}
