/** What the user edited and looked at last, the latest first; ranges that touch become one. */
import type {RecentRange} from "./types.js";

const mostRanges = 16;
/** Lines between two ranges that still belong together. */
const gap = 4;
/** Of a longer range only the latest part is kept: what is shown of one is its beginning (`recent` in neighbours.ts). */
const longestRange = 13;

export class RecentRanges {
    #ranges: readonly RecentRange[] = [];

    /** @param path absolute */
    note(path: string, startLine: number, endLine: number, edited: boolean): void {
        const touching = this.#ranges.find((each) => each.path === path && each.startLine <= endLine + gap && startLine <= each.endLine + gap);
        const merged = touching === undefined ? {path, startLine, endLine, edited} : union(touching, {path, startLine, endLine, edited});
        this.#ranges = [merged, ...this.#ranges.filter((each) => each !== touching)].slice(0, mostRanges);
    }

    /** So many lines came (below 0: went) after a line: what stands below it has moved. */
    moved(path: string, after: number, by: number): void {
        if (by === 0)
            return;
        this.#ranges = this.#ranges.map((each) => each.path === path && each.startLine > after
            ? {...each, startLine: Math.max(0, each.startLine + by), endLine: Math.max(0, each.endLine + by)} : each);
    }

    /** A file that is gone, or was renamed. */
    forget(path: string): void {
        this.#ranges = this.#ranges.filter((each) => each.path !== path);
    }

    list(): readonly RecentRange[] {
        return this.#ranges;
    }
}

function union(old: RecentRange, latest: RecentRange): RecentRange {
    const startLine = Math.min(old.startLine, latest.startLine), endLine = Math.max(old.endLine, latest.endLine);
    const range = endLine - startLine > longestRange ? latest : {...latest, startLine, endLine};
    return {...range, edited: old.edited || latest.edited};
}
