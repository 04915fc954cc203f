/** A temporary folder for tests, with real files in it. */
import {mkdir, mkdtemp, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach} from "vitest";

export interface TestFolder {
    readonly root: string;
    /** Absolute path of a place in the folder. */
    readonly at: (...parts: readonly string[]) => string;
    /** Writes a file with the folders above it; returns its path. */
    readonly file: (place: string, content: Uint8Array | string) => Promise<string>;
    /** Makes `place` a link to `target` (relative to the link, as the programs do it). */
    readonly link: (place: string, target: string) => Promise<string>;
}

/** Call in a `describe`; each test makes its own folder, which is removed after it. */
export function testFolders(): () => Promise<TestFolder> {
    const made: string[] = [];
    afterEach(async () => {
        for (const root of made.splice(0))
            await rm(root, {recursive: true, force: true});
    });
    return async () => {
        const root = await mkdtemp(path.join(tmpdir(), "hearth-models-"));
        made.push(root);
        const at = (...parts: readonly string[]) => path.join(root, ...parts);
        const above = async (place: string) => {
            await mkdir(path.dirname(at(place)), {recursive: true});
            return at(place);
        };
        return {
            root, at,
            file: async (place, content) => {
                const file = await above(place);
                await writeFile(file, content);
                return file;
            },
            link: async (place, target) => {
                const file = await above(place);
                await symlink(target, file);
                return file;
            }
        };
    };
}
