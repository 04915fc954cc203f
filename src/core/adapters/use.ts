/** Which adapters speak, and how loud. */
import type {FimLayout} from "../completion/fim.js";

/** An adapter as it is asked for: this very file at this scale. */
export interface AdapterUse {
    /** Absolute path of a GGUF LoRA file. */
    readonly path: string;
    /** Of the file that was chosen and allowed; lower-case hex. Another file at the same path is refused. */
    readonly sha256: string;
    /** Factor on what the adapter adds: 0 is the base alone, 1 what it was trained for. */
    readonly scale: number;
    /** The order of a prompt's parts that it was trained on, where its record says it; of several adapters the first one's counts. */
    readonly layout?: FimLayout;
}

/** The scales that a person can choose. */
export const scaleRange = {least: 0, most: 4} as const;

/**
 * Identifies a set of adapters: whatever was computed under one key (KV cache, suggestions) must never be used under another.
 * The order counts: sums of floating-point numbers depend on it.
 */
export function adapterKey(adapters: readonly AdapterUse[]): string {
    const layout = adapters[0]?.layout;
    return adapters.map(({sha256, scale}) => `${sha256}@${scale}`).join("+") + (layout === undefined ? "" : ` ${layout}`);
}
