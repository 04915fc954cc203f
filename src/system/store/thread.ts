/** The thread that holds Hearth's databases, so that no write to a disk delays the extension host. */
import {parentPort} from "node:worker_threads";

import {textOfError} from "../../core/errors.js";
import type {DatabaseReply, DatabaseRequest} from "./messages.js";
import {OpenDatabases} from "./openDatabases.js";
import {faultOf} from "./sqliteErrors.js";

const port = parentPort;
if (port === null)
    throw new Error("This file is the body of a thread.");
const databases = new OpenDatabases();

port.on("message", (request: DatabaseRequest) => port.postMessage(answer(request)));
port.on("close", () => databases.close());

function answer({id, ...request}: DatabaseRequest): DatabaseReply {
    let setAside: string | undefined;
    const told = () => setAside === undefined ? {} : {setAside};
    try {
        const result = databases.ask(request, (aside) => {
            setAside = aside;
        });
        return {id, result, ...told()};
    } catch (error) {
        return {id, fault: faultOf(error), error: textOfError(error), ...told()};
    }
}
