/** The model process: JSON-RPC on stdio. It knows nothing of VS Code, and ends when its parent does. */
import {answering, connectStreams} from "../protocol/connection.js";
import {
    completeRequest, initializeRequest, loadModelRequest, loadProgressNotification, type LogEntry, logNotification, shutdownRequest
} from "../protocol/messages.js";
import {engineErrors} from "../core/engine/engineErrors.js";
import {complete} from "./complete.js";
import {Latest} from "./latest.js";
import {loadModel, type ModelHandle} from "./model.js";
import {type NativeEngine, startNative} from "./native.js";
import {watchParent} from "./watchParent.js";

const connection = connectStreams(process.stdin, process.stdout);
// stdout carries the protocol: whatever a library prints goes to stderr, which the parent logs.
console.log = console.info = console.debug = console.error;

const log = (entry: LogEntry) => void connection.sendNotification(logNotification, entry);
const completions = new Latest();
let native: NativeEngine | undefined;
let model: ModelHandle | undefined;

connection.onRequest(initializeRequest, answering(async ({gpu, threads}) => {
    native ??= await startNative(gpu, threads, log);
    return native.info;
}));

connection.onRequest(loadModelRequest, answering(async (params, signal) => {
    if (native === undefined)
        throw engineErrors.notReady();
    await model?.dispose();
    model = undefined;
    model = await loadModel(native.llama, native.info.threads, params,
        (progress) => void connection.sendNotification(loadProgressNotification, progress), signal);
    return model.info;
}));

connection.onRequest(completeRequest, answering((query, signal) => completions.run(signal, (inner) => {
    if (model === undefined)
        throw engineErrors.notReady();
    return complete(query, model.completion, model.vocabulary, inner);
})));

connection.onRequest(shutdownRequest, () => {
    setImmediate(() => process.exit(0));
    return null;
});
connection.onClose(() => process.exit(0));
process.stdin.on("end", () => process.exit(0));
watchParent();
connection.listen();
