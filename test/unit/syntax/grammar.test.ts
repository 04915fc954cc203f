import {readFileSync} from "node:fs";
import path from "node:path";

import {Parser} from "web-tree-sitter";
import {beforeAll, describe, expect, it} from "vitest";

import {compileGate} from "../../../src/syntax/compileGate.js";
import {largestFunction, loadGrammar} from "../../../src/syntax/grammar.js";

const folder = path.resolve(import.meta.dirname, "../../../grammars");
const bytesOf = (name: string) => readFileSync(path.join(folder, name));

beforeAll(() => Parser.init({wasmBinary: bytesOf("web-tree-sitter.wasm")}));

describe("the largest function of a module", () => {
    it("tells grammars with a huge lexer from the others", () => {
        const sizes = Object.fromEntries(["bash", "powershell", "cpp", "typescript", "python", "rust"].map((name) => [name, largestFunction(bytesOf(`tree-sitter-${name}.wasm`))]));
        expect(sizes["bash"]).toBeGreaterThan(100_000);
        expect(sizes["powershell"]).toBeGreaterThan(100_000);
        expect(sizes["cpp"]).toBeGreaterThan(32_000);
        for (const name of ["typescript", "python", "rust"])
            expect(sizes[name]).toBeLessThan(32_000);
    });

    it("is 0 for what is no module, or one that is cut off", () => {
        expect(largestFunction(new Uint8Array())).toBe(0);
        expect(largestFunction(new Uint8Array(40).fill(0xff))).toBe(0);
        expect(largestFunction(bytesOf("tree-sitter-bash.wasm").subarray(0, 60))).toBe(0);
    });
});

describe("a grammar with a huge lexer", () => {
    it("parses as ever, and leaves the gate open", async () => {
        const gate = compileGate();
        const parser = new Parser().setLanguage(await loadGrammar(bytesOf("tree-sitter-bash.wasm"), gate));
        const tree = parser.parse("f() { echo \"$1\"; }\n");
        expect(tree?.rootNode.child(0)?.type).toBe("function_definition");
        expect(gate[0]).toBe(0);
    });

    it("that is none leaves the gate open, too", async () => {
        const gate = compileGate();
        const broken = Buffer.from(bytesOf("tree-sitter-bash.wasm"));
        broken.fill(0xff, Math.floor(broken.length / 2));
        await expect(loadGrammar(broken, gate)).rejects.toThrow();
        expect(gate[0]).toBe(0);
    });
});
