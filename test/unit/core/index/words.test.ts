import {describe, expect, it} from "vitest";

import {identifiersOf, indexText, isEverywhere, wordsOf} from "../../../../src/core/index/words.js";

describe("the words of an identifier", () => {
    it.each([
        ["getUserName", ["getusername", "user", "name"]],
        ["get_user_name", ["getusername", "user", "name"]],
        ["HTTPServer", ["httpserver", "http", "server"]],
        ["parseJSONFile2", ["parsejsonfile2", "parse", "json", "file"]],
        ["$element", ["element"]],
        ["größeInMetern", ["größeinmetern", "größe", "metern"]],
        ["x", []],
        ["return", []],
        ["a".repeat(60), []]
    ])("%s", (identifier, words) => {
        expect(wordsOf(identifier)).toEqual(words);
    });
});

describe("texts", () => {
    it("give the words of all identifiers, paths included", () => {
        expect(wordsOf("src/core/rpcProcess.ts: kill()")).toEqual(["src", "core", "rpcprocess", "rpc", "process", "ts", "kill"]);
    });

    it("count a word three times at most in the index", () => {
        expect(indexText("alpha alpha alpha alpha alpha", "beta").split(" ").sort()).toEqual(["alpha", "alpha", "alpha", "beta"]);
    });

    it("are counted alike however many other words came before", () => {
        const text = "alpha beta alphaBeta alpha alpha alpha betaBeta";
        const before = indexText(text);
        indexText(Array.from({length: 25_000}, (_, i) => `other${String.fromCharCode(97 + i % 26)}Name${String(i)}`).join(" "), text);
        expect(indexText(text)).toBe(before);
    });

    it("name each identifier once, in order", () => {
        expect(identifiersOf("b(a, b); #c 1x")).toEqual(["b", "a", "c", "x"]);
    });

    it("know what stands everywhere, in any case", () => {
        expect([isEverywhere("Const"), isEverywhere("RestartPolicy")]).toEqual([true, false]);
    });
});
