/** What a publisher's README.md says of an adapter in its front matter, as Hugging Face has it. */

export interface ModelCard {
    readonly license: string | undefined;
    readonly datasets: readonly string[];
}

/** Reads `license` and `datasets` between the first two lines of `---`; the rest of YAML is not needed for them. */
export function readModelCard(text: string): ModelCard {
    const front = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/u.exec(text)?.[1] ?? "";
    const lines = front.split(/\r?\n/u);
    const at = lines.findIndex((line) => /^datasets:\s*$/u.test(line));
    const items = at < 0 ? [] : lines.slice(at + 1);
    const end = items.findIndex((line) => !/^\s*-\s+\S/u.test(line));
    return {
        license: plain(lines.find((line) => line.startsWith("license:"))?.slice("license:".length)),
        datasets: items.slice(0, end < 0 ? items.length : end).flatMap((line) => plain(line.replace(/^\s*-\s+/u, "")) ?? [])
    };
}

function plain(value: string | undefined): string | undefined {
    const text = value?.trim().replace(/^(["'])(.*)\1$/u, "$2") ?? "";
    return text === "" || text.length > 200 ? undefined : text;
}
