/** A process of Hearth's as its parent sees it: JSON-RPC on stdio, it can prove that it has no network, and it ends when it is told to or when its parent is gone. */
import type {MessageConnection} from "vscode-jsonrpc";

import {answeringWithout, connectStreams} from "../../protocol/connection.js";
import {networkProofRequest, shutdownRequest} from "../../protocol/messages.js";
import {proveNetwork} from "../privacy/prove.js";
import {watchParent} from "./watchParent.js";

/** The way to the parent; {@link serve} begins to listen. */
export function connectToParent(): MessageConnection {
    // stdout carries the protocol: whatever a library prints goes to stderr, which the parent logs.
    console.log = console.info = console.debug = console.error;
    return connectStreams(process.stdin, process.stdout);
}

/**
 * Listens, when all handlers are there.
 * @param folder of the bundles: the network's probe lies there
 * @param onShutdown before the process ends as it is told to; one that vanishes with its parent does without
 */
export function serve(connection: MessageConnection, folder: string, onShutdown: () => void = () => undefined): void {
    connection.onRequest(networkProofRequest, answeringWithout(() => proveNetwork(folder)));
    connection.onRequest(shutdownRequest, () => {
        onShutdown();
        setImmediate(() => process.exit(0));
        return null;
    });
    connection.onClose(() => process.exit(0));
    process.stdin.on("end", () => process.exit(0));
    watchParent();
    connection.listen();
}
