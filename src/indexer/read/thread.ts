/** A reading thread: reads, parses and cuts files, one after the other. */
import path from "node:path";
import {parentPort, workerData} from "node:worker_threads";

import {Outliner} from "../../syntax/outline.js";
import type {ReadAnswer, ReadProblem, ReadTask} from "./messages.js";
import {read} from "./readFile.js";

const port = parentPort;
if (port === null)
    throw new Error("This file is a thread of Hearth's index process.");
const {grammars} = workerData as {grammars?: string};
const outliner = new Outliner({
    // The grammars lie in a folder beside this bundle's.
    folder: grammars ?? path.join(import.meta.dirname, "..", "grammars"),
    onProblem: (problem) => port.postMessage({problem} satisfies ReadProblem)
});

let last: Promise<unknown> = Promise.resolve();
port.on("message", (task: ReadTask) => {
    last = last.then(async () => {
        port.postMessage({id: task.id, result: await read(task, outliner)} satisfies ReadAnswer);
    });
});
