/** The syntax around a cursor, with the grammars that the build ships. */
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";

import {afterAll} from "vitest";

import {copyGrammars} from "../../../scripts/build/grammars.mjs";
import type {DisposablePlace} from "../../../src/syntax/syntax.js";
import {Syntax} from "../../../src/syntax/syntax.js";

export const root = path.resolve(import.meta.dirname, "../../..");
/** The grammars, gathered as the build does it. */
export const folder = mkdtempSync(path.join(tmpdir(), "hearth-grammars-"));
copyGrammars({root, folder});

export const problems: string[] = [];
export const syntax = new Syntax({folder, onProblem: (message) => problems.push(message)});
const places: DisposablePlace[] = [];
afterAll(() => {
    for (const place of places)
        place.dispose();
    rmSync(folder, {recursive: true, force: true});
});

/** The place at `‸` in a text. */
export async function placeAt(languageId: string, text: string): Promise<DisposablePlace | undefined> {
    const [prefix = "", suffix = ""] = text.split("‸");
    const place = await syntax.place(languageId, prefix, suffix);
    if (place !== undefined)
        places.push(place);
    return place;
}

/** The place at `‸`, of which something must be known. */
export async function knownPlaceAt(languageId: string, text: string): Promise<DisposablePlace> {
    const place = await placeAt(languageId, text);
    if (place === undefined)
        throw new Error(`Nothing is known of the syntax of: ${text}`);
    return place;
}
