/** Node's option for a process that changes V8's flags while it runs. */

/** Without it a changed flag can end the process; why flags are changed is told in `syntax/grammar.ts`. */
export const changeableFlags = "--no-freeze-flags-after-init";

/** Whether this process was started with {@link changeableFlags}. */
export function flagsMayChange(): boolean {
    return process.execArgv.includes(changeableFlags);
}
