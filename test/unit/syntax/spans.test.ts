/** The parts of a file that a person writes in one go, also where its brackets do not close. */
import {describe, expect, it} from "vitest";

import {syntax} from "./placeAt.js";

async function held(languageId: string, text: string): Promise<string[]> {
    return (await syntax.spans(languageId, text) ?? []).map(({start, end}) => text.slice(start, end));
}

describe("the spans of a file", () => {
    it("are what brackets hold, without them and the blanks inside", async () => {
        expect(await held("typescript", "f( a, g([1]) );\n")).toEqual(["a, g([1])", "[1]", "1"]);
    });

    it("are a block whole that begins with a bracket of its own", async () => {
        expect(await held("python", "def f():\n    (a, b) = g\n    return [a]\n")).toContain("(a, b) = g\n    return [a]");
    });

    it("leave no character out where the closing bracket is missing", async () => {
        const outer = await held("lua", "f(g\"a\"\n");
        expect(outer).toEqual(["g\"a\"", "\"a\""]);
        expect(await held("json", "[1, {\"a\": 2}\n")).toEqual(["1, {\"a\": 2}", "\"a\": 2"]);
    });
});
