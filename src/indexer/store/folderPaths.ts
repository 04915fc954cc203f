/** The paths of one workspace folder's files, in memory: what a resolver asks thousands of times. */
import {dirname, emptyConfig, lastPart, type PathSet, type ResolveConfig} from "../../core/index/resolve.js";

export class FolderPaths implements PathSet {
    /** By directory, then by name; negative for a file that is known but not indexed. */
    readonly #directories = new Map<string, Map<string, number>>();
    /** By directory, how many of {@link #directories} are it or are below it: whether a path is one is asked of every file that changes. */
    readonly #within = new Map<string, number>();
    /** What the folder's configuration files say of where imports lead. */
    config: ResolveConfig = emptyConfig;

    /** Whether an import can mean the file. */
    has(path: string): boolean {
        return (this.#idAt(path) ?? 0) > 0;
    }

    firstIn(dir: string, wanted: (name: string) => boolean): string | undefined {
        const names = [...this.#directories.get(dir) ?? []].filter(([name, id]) => id > 0 && wanted(name)).map(([name]) => name).sort();
        return names[0] === undefined ? undefined : dir === "" ? names[0] : `${dir}/${names[0]}`;
    }

    /** The files of a directory that an import can mean. */
    filesIn(dir: string): string[] {
        return [...this.#directories.get(dir) ?? []].filter(([, id]) => id > 0).map(([name]) => dir === "" ? name : `${dir}/${name}`).sort();
    }

    /** The id of any known file, indexed or not. */
    idOf(path: string): number | undefined {
        const id = this.#idAt(path);
        return id === undefined ? undefined : Math.abs(id);
    }

    clear(): void {
        this.#directories.clear();
        this.#within.clear();
    }

    set(path: string, id: number, indexed: boolean): void {
        const dir = dirname(path);
        let names = this.#directories.get(dir);
        if (names === undefined) {
            names = new Map();
            this.#directories.set(dir, names);
            this.#count(dir, 1);
        }
        names.set(lastPart(path), indexed ? id : -id);
    }

    delete(path: string): void {
        const dir = dirname(path);
        const names = this.#directories.get(dir);
        names?.delete(lastPart(path));
        if (names?.size === 0) {
            this.#directories.delete(dir);
            this.#count(dir, -1);
        }
    }

    /** All known files in a directory and below; all of the folder for the empty one. */
    below(dir: string): string[] {
        const found: string[] = [];
        if (!this.#within.has(dir))
            return found;
        for (const [each, names] of this.#directories) {
            if (dir !== "" && each !== dir && !each.startsWith(`${dir}/`))
                continue;
            // One by one: a directory may have more files than a call may have arguments.
            for (const name of names.keys())
                found.push(each === "" ? name : `${each}/${name}`);
        }
        return found;
    }

    #count(dir: string, by: 1 | -1): void {
        const within = (this.#within.get(dir) ?? 0) + by;
        if (within === 0)
            this.#within.delete(dir);
        else
            this.#within.set(dir, within);
        if (dir !== "")
            this.#count(dirname(dir), by);
    }

    #idAt(path: string): number | undefined {
        return this.#directories.get(dirname(path))?.get(lastPart(path));
    }
}
