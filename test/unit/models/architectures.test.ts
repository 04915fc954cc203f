import {readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";

import {isRunnable, notCausal} from "../../../src/core/models/architectures.js";
import {ggmlType} from "../../../src/core/models/ggmlTypes.js";

const engineTypes = (name: string) => readFile(new URL(`../../../node_modules/node-llama-cpp/dist/gguf/types/${name}.d.ts`, import.meta.url), "utf8");

describe("against the engine's own lists", () => {
    it("every architecture it knows is either run or refused, on purpose", async () => {
        const known = [...(await engineTypes("GgufMetadataTypes")).matchAll(/^ {4}\w+ = "(?<name>[^"(]+)",?$/gmu)].map((match) => match.groups?.["name"] ?? "");
        expect(known.length).toBeGreaterThan(100);
        expect(known.filter((name) => isRunnable(name) === notCausal.has(name))).toEqual([]);
    });

    it("every tensor type it knows has a size, the removed ones excepted", async () => {
        const removed = ["Q4_2", "Q4_3", "Q4_0_4_4", "Q4_0_4_8", "Q4_0_8_8", "IQ4_NL_4_4", "IQ4_NL_4_8", "IQ4_NL_8_8"];
        const source = /enum GgmlType \{(?<body>[^}]+)\}/u.exec(await engineTypes("GgufTensorInfoTypes"))?.groups?.["body"] ?? "";
        const known = [...source.matchAll(/(?<name>\w+) = (?<id>\d+)/gu)].map((match) => [match.groups?.["name"], Number(match.groups?.["id"])] as const);
        expect(known.length).toBeGreaterThan(40);
        for (const [name, id] of known)
            expect(ggmlType(id)?.name, `type ${id}`).toBe(removed.includes(name ?? "") ? undefined : name);
    });
});
