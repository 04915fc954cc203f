/** Languages whose files use each other's definitions. */

const families: Readonly<Record<string, string>> = {
    typescript: "script", typescriptreact: "script", javascript: "script", javascriptreact: "script", svelte: "script", vue: "script", c: "c", cpp: "c", java: "jvm", kotlin: "jvm", scala: "jvm"
};

export function languageFamily(languageId: string): string {
    return families[languageId] ?? languageId;
}
