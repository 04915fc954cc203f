/** The adapters in the folders that Hearth knows: those that came with it, and those that the user brought in. */
import {readdir} from "node:fs/promises";
import path from "node:path";

import {textOfError} from "../../core/errors.js";
import type {AdapterSource, KnownAdapter} from "../../core/adapters/resolve.js";
import {BoundedMap} from "../../core/text/boundedMap.js";
import {type InspectedAdapter, inspectAdapterFile} from "./inspect.js";
import {fileIdentity} from "./openFile.js";
import {readAdapterRecord} from "./record.js";

/** Files whose inspection is remembered, each in one version. */
const inspectionsKept = 100;

export class AdapterShelf {
    readonly #folders: Readonly<Record<AdapterSource, string>>;
    readonly #log: (sentence: string) => void;
    readonly #inspected = new BoundedMap<string, InspectedAdapter>(inspectionsKept);

    constructor(folders: Readonly<Record<AdapterSource, string>>, log: (sentence: string) => void) {
        this.#folders = folders;
        this.#log = log;
    }

    /** Where imported adapters lie. */
    get folder(): string {
        return this.#folders.hearth;
    }

    /** All adapters of all folders, the user's own first: one with the name of a bundled one takes its place. */
    async list(): Promise<KnownAdapter[]> {
        const found = [...await this.#listFolder("hearth"), ...await this.#listFolder("bundled")];
        return found.filter(({id}, i) => found.findIndex((other) => other.id === id) === i);
    }

    async #listFolder(source: AdapterSource): Promise<KnownAdapter[]> {
        const folder = this.#folders[source];
        let names: string[];
        try {
            names = await readdir(folder);
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "ENOENT")
                this.#log(`The folder of adapters ${folder} can't be read: ${textOfError(error)}`);
            return [];
        }
        return await Promise.all(names.filter((name) => name.toLowerCase().endsWith(".gguf")).sort().map(async (name) => {
            const file = path.join(folder, name);
            return {id: name.slice(0, -".gguf".length), path: file, source, record: await readAdapterRecord(file, this.#log)};
        }));
    }

    /** What the file holds now, all of it checked; read anew only when it has changed. @throws HearthError `adapter.*`, see inspect.ts */
    async inspect(file: string): Promise<InspectedAdapter> {
        const identity = await fileIdentity(file);
        const known = this.#inspected.get(identity);
        if (known !== undefined)
            return known;
        const inspected = await inspectAdapterFile(file);
        this.#inspected.set(identity, inspected);
        return inspected;
    }
}
