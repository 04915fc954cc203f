/** How the engine is set for one machine and model, and how that is chosen from measurements. Pure. */

/** What was found to be quickest. */
export interface Tuning {
    /** Evaluation threads. */
    readonly threads: number;
    readonly flashAttention: boolean;
    /** Prompt tokens read at once; a keystroke waits for one such batch at most. */
    readonly readBatch: number;
}

export interface Measurement extends Tuning {
    readonly readTokensPerSecond: number;
    readonly writeTokensPerSecond: number;
}

export interface Calibration {
    readonly tuning: Tuning;
    readonly readTokensPerSecond: number;
    readonly writeTokensPerSecond: number;
    /** All that was measured, for who wants to see it. */
    readonly measurements: readonly Measurement[];
}

/** Before anything was measured. 64 tokens take about a third of a second on two old cores. */
export const defaultReadBatch = 64;
/** Least tokens of a context that are of use to a completion, and to a conversation, when memory is short. */
export const leastContextTokens = {completion: 512, chat: 1024};
/** A smaller batch that reads nearly as fast is better: it can be interrupted sooner. */
const nearlyAsFast = 0.95;
/** What a typical short completion reads and writes, for weighing the two speeds against each other. */
const typical = {read: 40, write: 14};

/**
 * The best of measurements: threads and attention by the time of a typical completion, then the smallest batch that reads nearly as fast as any.
 * @throws Error when nothing was measured
 */
export function chooseTuning(measurements: readonly Measurement[]): Calibration {
    const time = ({readTokensPerSecond, writeTokensPerSecond}: Measurement) =>
        typical.read / readTokensPerSecond + typical.write / writeTokensPerSecond;
    const [best] = [...measurements].sort((a, b) => time(a) - time(b));
    if (best === undefined)
        throw new Error("nothing was measured");
    const alike = measurements.filter(({threads, flashAttention}) => threads === best.threads && flashAttention === best.flashAttention);
    const fastest = Math.max(...alike.map(({readTokensPerSecond}) => readTokensPerSecond));
    const [batch = best] = alike.filter(({readTokensPerSecond}) => readTokensPerSecond >= nearlyAsFast * fastest)
        .sort((a, b) => a.readBatch - b.readBatch);
    return {
        tuning: {threads: best.threads, flashAttention: best.flashAttention, readBatch: batch.readBatch},
        readTokensPerSecond: batch.readTokensPerSecond, writeTokensPerSecond: best.writeTokensPerSecond, measurements
    };
}

/** Below the first a person waits for every line; above the second a model of about three times the size would still be quick. */
const comfortable = {least: 15, plenty: 90};

/** What the speed says about the model's size, in a sentence. */
export function sizeAdvice({writeTokensPerSecond}: Pick<Calibration, "writeTokensPerSecond">): string {
    if (writeTokensPerSecond < comfortable.least)
        return "This model is slow on this machine: a smaller one (such as Qwen2.5-Coder 0.5B) would be there in time more often.";
    if (writeTokensPerSecond > comfortable.plenty)
        return "This machine has room: a larger model (such as Qwen2.5-Coder 1.5B or 3B) would still be quick, and know more.";
    return "This model fits this machine.";
}
