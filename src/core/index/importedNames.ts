/** The names that an import brings: what the other file calls them, and what they are called here. */
export interface ImportedNames {
    /** As the other file says them; `*` for all of them. */
    readonly names: readonly string[];
    /** What a name is called in this file, where that is another. */
    readonly aliases?: Readonly<Record<string, string>>;
}

/** @param named each name with what it is called here; one that comes under its own name, too, counts as that */
export function importedNames(named: readonly (readonly [name: string, local: string])[]): ImportedNames {
    const plain = new Set(named.filter(([name, local]) => name === local).map(([name]) => name));
    const renamed = named.filter(([name]) => !plain.has(name));
    return {names: [...new Set(named.map(([name]) => name))], ...renamed.length === 0 ? {} : {aliases: Object.fromEntries(renamed)}};
}

/** What a name is called in the file that imports it. */
export function localName({aliases}: ImportedNames, name: string): string {
    // Not every property of an object is its own: `constructor` may be imported, too.
    return aliases !== undefined && Object.hasOwn(aliases, name) ? aliases[name] ?? name : name;
}
