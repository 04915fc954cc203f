import {PassThrough, Writable} from "node:stream";

import {afterEach, describe, expect, it} from "vitest";
import {type CancellationToken, type MessageConnection, ParameterStructures, RequestType} from "vscode-jsonrpc";

import {HearthError} from "../../../src/core/errors.js";
import {answering, ask, connectStreams} from "../../../src/protocol/connection.js";

const question = new RequestType<{readonly text: string}, string, void>("question", ParameterStructures.byName);

/** Two connections, each reading what the other writes. */
class Wire {
    readonly toServer = new PassThrough();
    readonly toClient = new PassThrough();
    readonly client: MessageConnection = connectStreams(this.toClient, this.toServer);
    readonly server: MessageConnection = connectStreams(this.toServer, this.toClient);

    answerWith(handler: (params: {readonly text: string}, signal: AbortSignal) => Promise<string>): void {
        this.server.onRequest(question, answering(handler));
        this.server.listen();
        this.client.listen();
    }

    ask(text: string, signal?: AbortSignal): Promise<string> {
        return ask(signal, (token) => this.client.sendRequest(question, {text}, token));
    }

    end(): void {
        this.client.dispose();
        this.server.dispose();
    }
}

const wires: Wire[] = [];

function wire(): Wire {
    const made = new Wire();
    wires.push(made);
    return made;
}

afterEach(() => {
    for (const used of wires.splice(0))
        used.end();
});

/** A request that the server has begun and that ends only when it is cancelled. */
function hanging(): {readonly wire: Wire; readonly begun: Promise<AbortSignal>} {
    const made = wire();
    const begun = new Promise<AbortSignal>((resolve) => {
        made.answerWith((_, signal) => new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => reject(new HearthError({code: "request.cancelled", message: "Stopped.", remedy: "none"})));
            resolve(signal);
        }));
    });
    return {wire: made, begun};
}

/** What a promise rejects with. */
async function rejection(promise: Promise<unknown>): Promise<HearthError> {
    const error: unknown = await promise.then(() => undefined, (reason: unknown) => reason);
    return error instanceof HearthError ? error : expect.fail(`not a HearthError: ${String(error)}`);
}

describe("an answer", () => {
    it("arrives, whatever characters it has", async () => {
        const used = wire();
        used.answerWith(({text}) => Promise.resolve(`${text}!`));
        await expect(used.ask("ü𝒳\u0000\r\n")).resolves.toBe("ü𝒳\u0000\r\n!");
    });

    it("belongs to its own question", async () => {
        const used = wire();
        used.answerWith(async ({text}) => {
            await new Promise((resolve) => setImmediate(resolve));
            return text;
        });
        await expect(Promise.all(["a", "b", "c"].map((text) => used.ask(text)))).resolves.toEqual(["a", "b", "c"]);
    });
});

describe("an error", () => {
    it("arrives with code, sentence, remedy and detail", async () => {
        const thrown = new HearthError({code: "model.truncated", message: "a.gguf is cut short.", remedy: "selectModel", detail: "12 of 40 bytes"});
        const used = wire();
        used.answerWith(() => Promise.reject(thrown));
        expect((await rejection(used.ask("x"))).toData()).toEqual(thrown.toData());
    });

    it("that is not one of Hearth's arrives with its text", async () => {
        const used = wire();
        used.answerWith(() => Promise.reject(new RangeError("too far")));
        const error = await rejection(used.ask("x"));
        expect(error).toMatchObject({code: "request.failed", message: "too far"});
        expect(error.detail).toContain("RangeError");
    });

    it("thrown before the first await arrives the same way", async () => {
        const used = wire();
        used.answerWith(() => {
            throw new HearthError({code: "engine.notReady", message: "No model yet.", remedy: "none"});
        });
        expect((await rejection(used.ask("x"))).code).toBe("engine.notReady");
    });

    it("of the protocol itself is named so", async () => {
        const used = wire();
        used.server.listen();
        used.client.listen();
        expect((await rejection(used.ask("x"))).code).toBe("engine.protocol");
    });
});

describe("a cancellation", () => {
    it("reaches the handler, and its answer is that it was cancelled", async () => {
        const {wire: used, begun} = hanging();
        const controller = new AbortController();
        const answer = rejection(used.ask("x", controller.signal));
        const signal = await begun;
        expect(signal.aborted).toBe(false);
        controller.abort();
        expect(await answer).toMatchObject({code: "request.cancelled", message: "Stopped."});
        expect(signal.aborted).toBe(true);
    });

    it("reaches only its own request", async () => {
        const used = wire();
        const signals = new Map<string, AbortSignal>();
        let answerAll: () => void = () => expect.fail("not begun");
        const both = new Promise<void>((resolve) => {
            const go = new Promise<void>((done) => answerAll = done);
            used.answerWith(async ({text}, signal) => {
                signals.set(text, signal);
                if (signals.size === 2)
                    resolve();
                await go;
                return `${text}: ${signal.aborted}`;
            });
        });
        const controller = new AbortController();
        const answers = [used.ask("a", controller.signal), used.ask("b")];
        await both;
        const arrived = new Promise((resolve) => signals.get("a")?.addEventListener("abort", resolve));
        controller.abort();
        await arrived;
        answerAll();
        await expect(Promise.all(answers)).resolves.toEqual(["a: true", "b: false"]);
    });

    it("before the request sends nothing", async () => {
        let sent = 0;
        const send = () => Promise.resolve(++sent);
        expect((await rejection(ask(AbortSignal.abort(), send))).code).toBe("request.cancelled");
        expect(sent).toBe(0);
    });

    it("after the answer does nothing, and leaves no listener", async () => {
        const used = wire();
        used.answerWith(({text}) => Promise.resolve(text));
        const controller = new AbortController();
        let token: CancellationToken | undefined;
        await ask(controller.signal, (given) => {
            token = given;
            return used.client.sendRequest(question, {text: "x"}, given);
        });
        controller.abort();
        expect(token?.isCancellationRequested).toBe(false);
        await expect(used.ask("y")).resolves.toBe("y");
    });
});

describe("a connection that ends", () => {
    const crashed = {code: "engine.crashed", remedy: "showLog"};

    it.each<[string, (used: Wire) => void]>([
        ["its stream ends", (used) => void used.toClient.end()],
        ["its stream is destroyed", (used) => void used.toClient.destroy()],
        ["it is disposed", (used) => used.client.dispose()]
    ])("rejects what is pending when %s", async (_, end) => {
        const {wire: used, begun} = hanging();
        const answers = [rejection(used.ask("x")), rejection(used.ask("y"))];
        await begun;
        end(used);
        expect(await Promise.all(answers)).toMatchObject([crashed, crashed]);
    });

    it("rejects what is asked afterwards", async () => {
        const used = wire();
        used.answerWith(({text}) => Promise.resolve(text));
        const closed = new Promise<void>((resolve) => used.client.onClose(resolve));
        used.toClient.end();
        await closed;
        expect(await rejection(used.ask("x"))).toMatchObject(crashed);
        used.client.dispose();
        expect(await rejection(used.ask("x"))).toMatchObject(crashed);
    });

    it("rejects what can no longer be written", async () => {
        const broken = new Writable({autoDestroy: false, write: (_chunk, _encoding, done) => done(new Error("EPIPE"))});
        broken.on("error", () => undefined);
        const client = connectStreams(new PassThrough(), broken);
        client.listen();
        const error = await rejection(ask(undefined, (token) => client.sendRequest(question, {text: "x"}, token)));
        client.dispose();
        expect(error).toMatchObject({...crashed, detail: "EPIPE"});
    });
});
