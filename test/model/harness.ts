/** The real engine with the real weights, as the extension runs it: the bundled worker in its own process. */
import os from "node:os";
import path from "node:path";

import type {CompletionQuery} from "../../src/core/completion/types.js";
import type {EngineState} from "../../src/core/engine/state.js";
import type {LogEntry} from "../../src/protocol/messages.js";
import {Engine, type ModelSpec} from "../../src/system/engine/engine.js";
import {hearthModelFolder} from "../../src/system/models/folders.js";

export const workerScript = path.resolve(import.meta.dirname, "../../dist/worker.mjs");

export const testModel = process.env["HEARTH_TEST_MODEL"] ??
    path.join(hearthModelFolder(process.env, process.platform, os.homedir()), "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf");

export function specOf(file: string, more: Partial<ModelSpec> = {}): ModelSpec {
    return {path: file, expectedSha256: undefined, contextSize: 2048, gpu: "off", threads: 0, ...more};
}

export interface WatchedEngine {
    readonly engine: Engine;
    readonly states: EngineState[];
    readonly log: LogEntry[];
    /** Resolves at the next state of that kind (or at once, when it is the present one). */
    until(kind: EngineState["kind"]): Promise<EngineState>;
}

export function watchedEngine(script = workerScript): WatchedEngine {
    const states: EngineState[] = [];
    const log: LogEntry[] = [];
    const waiting = new Set<(state: EngineState) => void>();
    const engine = new Engine({
        workerScript: script,
        log: (entry) => log.push(entry),
        onState: (state) => {
            states.push(state);
            for (const listener of waiting)
                listener(state);
        }
    });
    return {
        engine, states, log,
        until: (kind) => new Promise((resolve) => {
            if (engine.state.kind === kind) {
                resolve(engine.state);
                return;
            }
            const listener = (state: EngineState) => {
                if (state.kind === kind) {
                    waiting.delete(listener);
                    resolve(state);
                }
            };
            waiting.add(listener);
        })
    };
}

/** A query at the mark `‸` in a text. */
export function queryAt(text: string, more: Partial<CompletionQuery> = {}): CompletionQuery {
    const at = text.indexOf("‸");
    if (at < 0)
        throw new Error("the text has no mark ‸");
    return {
        adapters: [], path: "src/sample.ts", repository: "sample", languageId: "typescript",
        prefix: text.slice(0, at), suffix: text.slice(at + 1), multiline: false, maxTokens: 48, tabSize: 4, threshold: 0, ...more
    };
}

/** Whether a process exists. */
export function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return error instanceof Error && "code" in error && error.code === "EPERM";
    }
}
