/**
 * When a crashed process may start again: at most `maxCrashes` within `windowMs`, with doubling delays between.
 * Immutable, as in vscode-js-debug's restartPolicy: each crash returns the next policy, so a test needs no clock.
 */
export interface RestartPolicy {
    /** Records a crash at `nowMs`; says how long to wait before the next start, or to stop. */
    crashed(nowMs: number): {readonly next: RestartPolicy; readonly decision: RestartDecision};
}

export type RestartDecision =
    | {readonly kind: "restart"; readonly delayMs: number; readonly attempt: number}
    | {readonly kind: "stop"; readonly crashes: number};

export interface RestartLimits {
    readonly maxCrashes: number;
    readonly windowMs: number;
    readonly firstDelayMs: number;
    readonly maxDelayMs: number;
}

/** Five crashes in three minutes stop it, as vscode-languageclient's default error handler does. */
export const defaultRestartLimits: RestartLimits = {maxCrashes: 5, windowMs: 180_000, firstDelayMs: 250, maxDelayMs: 8_000};

export function restartPolicy(limits: RestartLimits = defaultRestartLimits, crashes: readonly number[] = []): RestartPolicy {
    return {
        crashed(nowMs) {
            // Either way: a clock that was set back must not keep old crashes for as long.
            const recent = [...crashes.filter((at) => Math.abs(nowMs - at) < limits.windowMs), nowMs];
            const next = restartPolicy(limits, recent);
            if (recent.length >= limits.maxCrashes)
                return {next, decision: {kind: "stop", crashes: recent.length}};
            const delayMs = Math.min(limits.maxDelayMs, limits.firstDelayMs * 2 ** (recent.length - 1));
            return {next, decision: {kind: "restart", delayMs, attempt: recent.length}};
        }
    };
}
