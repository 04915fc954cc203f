/** The embedding process: JSON-RPC on stdio. It runs only while vectors are wanted, always after everything else, and ends when its parent does. */
import {embeddingErrors} from "../core/index/vectors/embeddingErrors.js";
import {answering} from "../protocol/connection.js";
import {embedRequest, loadEmbedderRequest} from "../protocol/embedMessages.js";
import {type LogEntry, logNotification} from "../protocol/messages.js";
import {connectToParent, serve} from "../system/process/parentConnection.js";
import {physicalCores} from "../worker/cores.js";
import {startNative} from "../worker/native.js";
import {Courtesy} from "./courtesy.js";
import {loadEmbeddingModel} from "./model.js";
import {lowerPriority} from "./priority.js";
import {TextQueue} from "./queue.js";

lowerPriority();

const connection = connectToParent();

const log = (entry: LogEntry) => void connection.sendNotification(logNotification, entry);
let queue: TextQueue<string> | undefined;

connection.onRequest(loadEmbedderRequest, answering(async (params, signal) => {
    // Half of the cores, and never the GPU: that is the completions', and its memory is the model's.
    const threads = Math.max(1, Math.floor(await physicalCores() / 2));
    const native = await startNative({gpu: "off", threads, lockFile: undefined}, log);
    const model = await loadEmbeddingModel(native, params, signal);
    const courtesy = new Courtesy(params.lockFile);
    queue = new TextQueue(async (text, role) => Buffer.from((await model.embed(text, role)).parts).toString("base64"), (hasOther) => courtesy.wait(hasOther));
    return model.info;
}));

connection.onRequest(embedRequest, answering(async ({texts, role}, signal) => {
    if (queue === undefined)
        throw embeddingErrors.embeddingNotReady();
    return {vectors: await queue.add(texts, role, signal)};
}));

serve(connection, import.meta.dirname);
