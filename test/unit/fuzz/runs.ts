/** How often a property is tried: few times in `npm test`, `$HEARTH_FUZZ` times as often in `npm run fuzz`. */
const times = Number(process.env["HEARTH_FUZZ"] ?? "1");

export function runs(n: number): number {
    return Math.ceil(n * times);
}

/** Milliseconds that a test may take: a hang is what it catches. */
export const patience = 30_000 * Math.max(1, times);
