/** The model process: JSON-RPC on stdio. It knows nothing of VS Code, and ends when its parent does. */
import path from "node:path";

import {answering, answeringWithout} from "../protocol/connection.js";
import {
    calibrateProgressNotification, calibrateRequest, completeRequest, initializeRequest, loadModelRequest, loadProgressNotification, type LogEntry, logNotification, openingContextNotification, partialNotification,
    measureRequest, prepareRequest, replyRequest, replyTextNotification
} from "../protocol/messages.js";
import {fitRequest} from "../protocol/chatMessages.js";
import {engineErrors} from "../core/engine/engineErrors.js";
import {compileGate} from "../syntax/compileGate.js";
import {Syntax} from "../syntax/syntax.js";
import {flagsMayChange} from "../system/process/changeableFlags.js";
import {connectToParent, serve} from "../system/process/parentConnection.js";
import {Chat, fit, measure} from "./chat.js";
import {complete, prepare} from "./complete.js";
import {Latest} from "./latest.js";
import {loadModel, type ModelHandle} from "./model.js";
import {type NativeEngine, startNative} from "./native.js";
import {Turns} from "./turns.js";

const connection = connectToParent();

const log = (entry: LogEntry) => void connection.sendNotification(logNotification, entry);
// The grammars lie in a folder beside this bundle's.
const syntax = new Syntax({folder: path.join(import.meta.dirname, "..", "grammars"), gate: flagsMayChange() ? compileGate() : undefined, onProblem: (message) => log({level: "warn", message})});
/** Between two messages of what is written so far. */
const partialEveryMs = 100;

const completions = new Latest();
const turns = new Turns();
let native: NativeEngine | undefined;
let model: ModelHandle | undefined;
let chat: Chat | undefined;

connection.onRequest(initializeRequest, answering(async (params) => {
    native ??= await startNative(params, log);
    return native.info;
}));

connection.onRequest(loadModelRequest, answering(async (params, signal) => {
    if (native === undefined)
        throw engineErrors.notReady();
    await model?.dispose();
    model = undefined;
    model = await loadModel(native, params, {
        onOpening: (tokens) => connection.sendNotification(openingContextNotification, {tokens}),
        onProgress: (progress) => void connection.sendNotification(loadProgressNotification, progress), signal
    });
    chat = new Chat(model.chat, turns);
    return model.info;
}));

connection.onRequest(completeRequest, answering(({query, ticket}, signal) => turns.urgent(() => completions.run(signal, (inner) => {
    if (model === undefined)
        throw engineErrors.notReady();
    return complete(query, model, syntax, inner, partialSender(ticket));
}))));

/**
 * Sends what is written so far, at most ten times a second: who types along looks at it once a key, and a message for every token would take a core from the
 * model's threads each time.
 */
function partialSender(ticket: number): (text: string) => void {
    let sentAt = performance.now();
    return (text) => {
        if (performance.now() - sentAt < partialEveryMs)
            return;
        sentAt = performance.now();
        void connection.sendNotification(partialNotification, {ticket, text});
    };
}

connection.onRequest(prepareRequest, answering(async (query, signal) => {
    await inTheBackground(signal, (held, inner) => prepare(query, held, inner));
    return null;
}));

connection.onRequest(calibrateRequest, answeringWithout((signal) => inTheBackground(signal, (held, inner) => held.calibrate(inner,
    (fraction) => void connection.sendNotification(calibrateProgressNotification, {fraction})))));

/** Work that must never end or delay what a person waits for: not begun while a completion or a chat is at work, ended by one that comes. */
function inTheBackground<T>(signal: AbortSignal, task: (held: ModelHandle, signal: AbortSignal) => Promise<T>): Promise<T> {
    return turns.background(signal, (ended) => completions.run(ended, (inner) => {
        if (model === undefined)
            throw engineErrors.notReady();
        return task(model, inner);
    }));
}

connection.onRequest(replyRequest, answering(async ({query, ticket}, signal) => {
    if (chat === undefined)
        throw engineErrors.notReady();
    const sender = replySender(ticket);
    const outcome = await chat.reply(query, signal, sender.add);
    sender.flush();
    return outcome;
}));

/** Sends what an answer goes on with, at most ten times a second, as {@link partialSender} does. */
function replySender(ticket: number): {readonly add: (text: string) => void; readonly flush: () => void} {
    let waiting = "", sentAt = 0;
    const flush = () => {
        if (waiting !== "")
            void connection.sendNotification(replyTextNotification, {ticket, text: waiting});
        waiting = "";
        sentAt = performance.now();
    };
    return {flush, add: (text) => {
        waiting += text;
        if (performance.now() - sentAt >= partialEveryMs)
            flush();
    }};
}

connection.onRequest(fitRequest, answering((params) => {
    if (model === undefined)
        throw engineErrors.notReady();
    return Promise.resolve(fit(model.chat, params));
}));

connection.onRequest(measureRequest, answering(({texts}) => {
    if (model === undefined)
        throw engineErrors.notReady();
    return Promise.resolve(measure(model.chat, texts));
}));

process.on("exit", () => native?.machine.dispose());
serve(connection, import.meta.dirname);
