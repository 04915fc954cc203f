/** The embedding process: JSON-RPC on stdio. It runs only while vectors are wanted, always after everything else, and ends when its parent does. */
import {embeddingErrors} from "../core/index/vectors/embeddingErrors.js";
import {answering, answeringWithout, connectStreams} from "../protocol/connection.js";
import {embedderProgressNotification, embedRequest, loadEmbedderRequest} from "../protocol/embedMessages.js";
import {type LogEntry, logNotification, networkProofRequest, shutdownRequest} from "../protocol/messages.js";
import {proveNetwork} from "../system/privacy/prove.js";
import {watchParent} from "../system/process/watchParent.js";
import {physicalCores} from "../worker/cores.js";
import {startNative} from "../worker/native.js";
import {Courtesy} from "./courtesy.js";
import {loadEmbeddingModel} from "./model.js";
import {lowerPriority} from "./priority.js";
import {TextQueue} from "./queue.js";

lowerPriority();

const connection = connectStreams(process.stdin, process.stdout);
// stdout carries the protocol: whatever a library prints goes to stderr, which the parent logs.
console.log = console.info = console.debug = console.error;

const log = (entry: LogEntry) => void connection.sendNotification(logNotification, entry);
let queue: TextQueue<string> | undefined;

connection.onRequest(loadEmbedderRequest, answering(async (params, signal) => {
    // Half of the cores, and never the GPU: that is the completions', and its memory is the model's.
    const threads = Math.max(1, Math.floor(await physicalCores() / 2));
    const native = await startNative({gpu: "off", threads, lockFile: undefined}, log);
    const model = await loadEmbeddingModel(native, params, (progress) => void connection.sendNotification(embedderProgressNotification, progress), signal);
    const courtesy = new Courtesy(params.lockFile);
    queue = new TextQueue(async (text, role) => Buffer.from((await model.embed(text, role)).parts).toString("base64"), (hasOther) => courtesy.wait(hasOther));
    return model.info;
}));

connection.onRequest(embedRequest, answering(async ({texts, role}, signal) => {
    if (queue === undefined)
        throw embeddingErrors.embeddingNotReady();
    return {vectors: await queue.add(texts, role, signal)};
}));

connection.onRequest(networkProofRequest, answeringWithout(() => proveNetwork(import.meta.dirname)));

connection.onRequest(shutdownRequest, () => {
    setImmediate(() => process.exit(0));
    return null;
});
connection.onClose(() => process.exit(0));
process.stdin.on("end", () => process.exit(0));
watchParent();
connection.listen();
