/**
 * Files whose words stand in no other file and in no model's head: a suggestion that has another file's words was meant for that one. The index must not know
 * them (`.hearthignore`), else their words could come as related code.
 */
export interface MarkedFile {
    readonly name: string;
    /** Begins every name that this file declares. */
    readonly mark: string;
}

export const markedFiles: readonly MarkedFile[] = ["Zorblat", "Quimvex", "Wuggerly"].map((mark) => ({name: `${mark.toLowerCase()}.ts`, mark}));

export function markedText({mark}: MarkedFile): string {
    const functions = Array.from({length: 12}, (_, i) => [
        `/** The ${mark} of step ${i}. */`, `export function get${mark}Step${i}(${mark}Count: number): number {`,
        `    const ${mark}Total = ${mark}Count + ${i};`, `    return ${mark}Total * ${i + 1};`, "}", ""
    ].join("\n"));
    return `${functions.join("\n")}\n`;
}

/** What a typist writes at the end of a marked file, in the round of that number: the head of one more function of the same kind, whose body is plain to see. */
export function typedLine({mark}: MarkedFile, round: number): string {
    return `export function get${mark}Step${12 + round}(${mark}Count: number): number {`;
}

/** The marks of other files that a text has. */
export function foreignMarks(text: string, own: MarkedFile): string[] {
    return markedFiles.filter(({mark}) => mark !== own.mark && text.includes(mark)).map(({mark}) => mark);
}
