/** The thread that holds the database of conversations, so that no write to a disk delays the extension host. */
import {parentPort, workerData} from "node:worker_threads";

import {ConversationDatabase} from "./database.js";
import type {StoreMethods, StoreReply, StoreRequest} from "./storeMessages.js";

const {file} = workerData as {file: string};
const port = parentPort;
if (port === null)
    throw new Error("This file is the body of a thread.");
const database = new ConversationDatabase(file);

port.on("message", ({id, method, args}: StoreRequest) => {
    port.postMessage(answer(id, () => {
        const call = database[method].bind(database) as (...given: readonly unknown[]) => ReturnType<StoreMethods[typeof method]>;
        return call(...args);
    }));
});
port.on("close", () => database.close());

function answer(id: number, work: () => unknown): StoreReply {
    try {
        return {id, result: work()};
    } catch (error) {
        return {id, error: error instanceof Error ? error.message : String(error)};
    }
}
