/** A reading thread: reads, parses and cuts files, one after the other. */
import os from "node:os";
import path from "node:path";
import {parentPort, workerData} from "node:worker_threads";

import {textOfError} from "../../core/errors.js";
import {Outliner} from "../../syntax/outline.js";
import type {ReadAnswer, ReadProblem, ReadTask} from "./messages.js";
import {read} from "./readFile.js";

const port = parentPort;
if (port === null)
    throw new Error("This file is a thread of Hearth's index process.");
const {grammars, gate} = workerData as {grammars?: string; gate?: Int32Array};
const outliner = new Outliner({
    // The grammars lie in a folder beside this bundle's.
    folder: grammars ?? path.join(import.meta.dirname, "..", "grammars"), gate,
    onProblem: (problem) => port.postMessage({problem} satisfies ReadProblem)
});

// The user and the model go first. On Linux this is about this thread alone, so that searches stay quick.
try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
} catch (error) {
    port.postMessage({problem: `A reading thread of the index runs at normal priority: ${textOfError(error)}`} satisfies ReadProblem);
}

let last: Promise<unknown> = Promise.resolve();
port.on("message", (task: ReadTask) => {
    last = last.then(async () => {
        port.postMessage({id: task.id, result: await read(task, outliner)} satisfies ReadAnswer);
    });
});
