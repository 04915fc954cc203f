/**
 * What the engine's benchmark compares the worker with: the same file in a plain node-llama-cpp loop, in a process of its own, steered by messages from its
 * parent. Whole batches for reading, `sequence.evaluate` for writing, greedy, no probabilities.
 */
import {getLlama, type LlamaContextSequence, LlamaLogLevel, type Token} from "node-llama-cpp";

/** Parent to loop: load a file, or read and write so many tokens. */
export type BareRequest =
    {readonly kind: "load"; readonly model: string; readonly threads: number; readonly contextSize: number; readonly batchSize: number} |
    {readonly kind: "run"; readonly text: string; readonly readTokens: number; readonly writeTokens: number};

/** Times of one run in milliseconds; after loading, zeros. */
export interface BareAnswer {
    readonly readMs: number;
    readonly writeMs: number;
}

interface Loaded {
    readonly sequence: LlamaContextSequence;
    readonly tokens: (text: string) => Token[];
}

let loaded: Loaded | undefined;
process.on("message", (request: BareRequest) => {
    answer(request).then((result) => process.send?.(result), (error: unknown) => {
        console.error(error);
        process.exit(1);
    });
});
process.on("disconnect", () => process.exit(0));

async function answer(request: BareRequest): Promise<BareAnswer> {
    if (request.kind === "load") {
        loaded = await load(request);
        return {readMs: 0, writeMs: 0};
    }
    if (loaded === undefined)
        throw new Error("nothing is loaded");
    return run(loaded, request);
}

async function load({model, threads, contextSize, batchSize}: BareRequest & {kind: "load"}): Promise<Loaded> {
    const llama = await getLlama({gpu: false, build: "never", skipDownload: true, progressLogs: false, maxThreads: threads, logLevel: LlamaLogLevel.error});
    const weights = await llama.loadModel({modelPath: model});
    const context = await weights.createContext({contextSize, batchSize, threads, flashAttention: true});
    return {sequence: context.getSequence(), tokens: (text) => weights.tokenize(text)};
}

async function run({sequence, tokens}: Loaded, {text, readTokens, writeTokens}: BareRequest & {kind: "run"}): Promise<BareAnswer> {
    const prompt = tokens(text).slice(0, readTokens + 1);
    const last = prompt.at(-1);
    if (prompt.length !== readTokens + 1 || last === undefined)
        throw new Error(`the text has only ${prompt.length} tokens`);
    await sequence.clearHistory();
    const started = performance.now();
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1));
    const read = performance.now();
    let written = 0;
    // An end-of-text token is a token like any other here: only the speed counts.
    while (written < writeTokens) {
        const writing = sequence.evaluate([last], {temperature: 0, yieldEogToken: true});
        while (written < writeTokens && (await writing.next()).done !== true)
            written++;
        await writing.return();
    }
    return {readMs: read - started, writeMs: performance.now() - read};
}
