import {describe, expect, it} from "vitest";

import {type KnownAdapter, resolveAdapters} from "../../../src/core/adapters/resolve.js";
import {parseAdapterSetting} from "../../../src/core/adapters/wish.js";

const [made, near, far] = ["a", "b", "c"].map((digit) => digit.repeat(64));
const own = "d".repeat(64);

function adapter(id: string, source: KnownAdapter["source"], base: {readonly sha256?: string; readonly others?: readonly string[]}): KnownAdapter {
    return {id, source, path: `/adapters/${id}.gguf`, record: {sha256: own, base}};
}

const known = [
    adapter("mine", "hearth", {sha256: made ?? ""}),
    adapter("wide", "bundled", {sha256: far ?? "", others: [made ?? ""]}),
    adapter("shipped", "bundled", {sha256: made ?? "", others: [near ?? ""]})
];

function resolved(setting: unknown, base: string | undefined): readonly string[] {
    const parsed = parseAdapterSetting(setting);
    if (parsed.kind === "invalid")
        throw new Error("a setting that is none");
    return resolveAdapters(parsed, known, base).map((found) => `${found.kind === "known" ? found.adapter.id : found.path}@${found.scale}`);
}

describe("the setting of adapters", () => {
    it("auto takes the adapter that comes with Hearth for the very file, before one that it helps, too", () => {
        expect(resolved("auto", made)).toEqual(["shipped@1"]);
        expect(resolved("auto", far)).toEqual(["wide@1"]);
    });

    it("auto takes one that was found to help another file of the same weights", () => {
        expect(resolved("auto", near)).toEqual(["shipped@1"]);
    });

    it("auto takes none for a model that is not known, and never one of the user's own", () => {
        expect(resolved("auto", "e".repeat(64))).toEqual([]);
        expect(resolved("auto", undefined)).toEqual([]);
    });

    it("takes a name for the adapter of that name, and any other for a path", () => {
        expect(resolved("mine", undefined)).toEqual(["mine@1"]);
        expect(resolved("/elsewhere/other.gguf", made)).toEqual(["/elsewhere/other.gguf@1"]);
        expect(resolved("none", made)).toEqual([]);
    });
});
