// What the scripts tell the person: the step that runs, how long it took, and errors as one sentence.
// @ts-check

/** An error that a person can mend: its message is the whole story, so no stack is printed. */
export class UserError extends Error {}

/**
 * Says what is being done, does it, says how long it took. `work` gets `note`, to add lines under the step.
 * @template T
 * @param {string} title
 * @param {(note: (text: string) => void) => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
    const started = performance.now();
    console.log(`\u2022 ${title} ...`);
    try {
        const result = await work((text) => console.log(`    ${text}`));
        console.log(`  done: ${title} (${elapsed(started)})`);
        return result;
    } catch (error) {
        console.log(`  FAILED: ${title} (${elapsed(started)})`);
        throw error;
    }
}

/**
 * Time since a `performance.now()` reading, for people: `0.4 s`, `2 min 5 s`.
 * @param {number} since milliseconds
 */
export function elapsed(since) {
    const seconds = (performance.now() - since) / 1000;
    if (seconds < 100) return `${seconds.toFixed(1)} s`;
    return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * Bytes for people: `491 MB`.
 * @param {number} bytes
 */
export function megabytes(bytes) {
    return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/**
 * Runs a script's main function: errors end the process with code 1, those a person can mend without a stack.
 * @param {() => Promise<number | void>} main resolves to the exit code
 */
export async function runMain(main) {
    try {
        process.exitCode = await main() ?? 0;
    } catch (error) {
        if (error instanceof UserError) console.error(`\n${error.message}`);
        else console.error(error);
        process.exitCode = 1;
    }
}

/**
 * The message of anything thrown.
 * @param {unknown} error
 */
export function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}

/**
 * The code of a system error (`ENOENT`, ...), if it has one.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function codeOf(error) {
    return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
