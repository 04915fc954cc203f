/** A JSON-RPC connection over two streams, and how Hearth's errors travel in it. */
import {
    type CancellationToken, CancellationTokenSource, ConnectionError, ConnectionErrors, ErrorCodes, type MessageConnection, ResponseError
} from "vscode-jsonrpc";
import {createMessageConnection, StreamMessageReader, StreamMessageWriter} from "vscode-jsonrpc/node";

import {asHearthError, cancelledError, type ErrorData, HearthError, isErrorData, textOfError} from "../core/errors.js";

/** The connection rejects what is pending as soon as a stream ends: no answer can come any more. */
export function connectStreams(readable: NodeJS.ReadableStream, writable: NodeJS.WritableStream): MessageConnection {
    const connection = createMessageConnection(new StreamMessageReader(readable), new StreamMessageWriter(writable));
    connection.onClose(() => connection.dispose());
    return connection;
}

/** Wraps a handler so that whatever it throws reaches the other side as {@link ErrorData}. */
export function answering<P, R>(
    handler: (params: P, signal: AbortSignal) => Promise<R>
): (params: P, token: CancellationToken) => Promise<R> {
    return async (params, token) => {
        const {signal, dispose} = signalOf(token);
        try {
            return await handler(params, signal);
        } catch (error) {
            const known = asHearthError(error);
            const code = known.code === "request.cancelled" ? requestCancelled : ErrorCodes.InternalError;
            throw new ResponseError<ErrorData>(code, known.message, known.toData());
        } finally {
            dispose();
        }
    };
}

/** {@link answering} for a request without parameters. */
export function answeringWithout<R>(handler: (signal: AbortSignal) => Promise<R>): (token: CancellationToken) => Promise<R> {
    const answer = answering((_: undefined, signal) => handler(signal));
    return (token) => answer(undefined, token);
}

/** LSP's code for a cancelled request (-32800), as vscode-languageserver-protocol uses it. */
const requestCancelled = -32800;

function signalOf(token: CancellationToken): {signal: AbortSignal; dispose: () => void} {
    const controller = new AbortController();
    if (token.isCancellationRequested)
        controller.abort();
    const subscription = token.onCancellationRequested(() => controller.abort());
    return {signal: controller.signal, dispose: () => subscription.dispose()};
}

/** Sends a request that `signal` cancels; rejects with {@link HearthError} only. */
export async function ask<R>(signal: AbortSignal | undefined, send: (token: CancellationToken) => Promise<R>): Promise<R> {
    if (signal?.aborted === true)
        throw cancelledError();
    const source = new CancellationTokenSource();
    const cancel = () => source.cancel();
    signal?.addEventListener("abort", cancel, {once: true});
    try {
        return await send(source.token);
    } catch (error) {
        throw fromWire(error);
    } finally {
        signal?.removeEventListener("abort", cancel);
        source.dispose();
    }
}

/** Sends what no answer is expected to. Never throws or rejects: that the other side is gone is told elsewhere, and `onFailed` gets half a sentence. */
export async function tell(send: () => Promise<void>, onFailed: (what: string) => void): Promise<void> {
    try {
        await send();
    } catch (error) {
        onFailed(`not told to a process that is gone (${textOfError(error)})`);
    }
}

function fromWire(error: unknown): HearthError {
    if (error instanceof ResponseError) {
        const data: unknown = error.data;
        if (isErrorData(data))
            return new HearthError(data, {cause: error});
        if (goneCodes.includes(error.code))
            return processGone(error);
    }
    if (error instanceof ConnectionError && (error.code === ConnectionErrors.Closed || error.code === ConnectionErrors.Disposed))
        return processGone(error);
    return asHearthError(error, "engine.protocol");
}

/** What a request meets when the process ends before, while and after it is sent. */
const goneCodes: readonly number[] = [ErrorCodes.PendingResponseRejected, ErrorCodes.ConnectionInactive, ErrorCodes.MessageWriteError];

function processGone(cause: Error): HearthError {
    return new HearthError({
        code: "engine.crashed", remedy: "showLog", detail: cause.message,
        message: "Hearth's engine process ended while it was working. It is started again by itself."
    }, {cause});
}
