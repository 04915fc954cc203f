/** The one bundle that may load network modules, and how little it may do with them. */
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";

import * as esbuild from "esbuild";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {bundles} from "../../../scripts/build/bundles.mjs";
import {checkBundle, describeFinding} from "../../../scripts/build/checkBundles.mjs";
import {probeFaults} from "../../../scripts/build/networkProbe.mjs";
import {judge} from "../../../src/core/privacy/sandbox.js";
import {networkNamespace, readAttempts, runProbe} from "../../../src/system/privacy/prove.js";

const root = path.resolve(import.meta.dirname, "../../..");
const outdir = mkdtempSync(path.join(tmpdir(), "hearth-probe-"));
const script = path.join(outdir, "networkProbe.mjs");
let metafile: esbuild.Metafile | undefined;
beforeAll(async () => {
    const probe = bundles({root, outdir, production: true}).find(({name}) => name === "network probe");
    ({metafile} = await esbuild.build({...probe?.options, metafile: true}));
});
afterAll(() => rmSync(outdir, {recursive: true, force: true}));

describe("the network probe", () => {
    it("passes the check of the build as it is", () => {
        expect(checkBundle(metafile ?? {inputs: {}, outputs: {}}, root).map(describeFinding)).toEqual([]);
    });

    it.each([
        ['import {readFile} from "node:fs";', "imports “node:fs”"],
        ['await import("node:http");', 'loads code by import("node:http")'],
        ['process.getBuiltinModule("node:tls");', 'loads code by process.getBuiltinModule("node:tls")'],
        ['connect(443, "192.0.2.2");', "names “192.0.2.2”"],
        ['connect(443, "example.com");', "names “example.com”"],
        ["socket.send(text, 9, address);", "mentions “send”"],
        ["socket.write(text);", "mentions “write”"],
        ["connect(443, process.argv[2]);", "mentions “argv”"],
        ["fetch(there);", "mentions “fetch”"]
    ])("may not hold %s", (code, fault) => {
        expect(probeFaults(code)).toContain(fault);
        expect(probeFaults(`${readFileSync(script, "utf8")}\n${code}`)).toContain(fault);
    });

    it("may not grow", () => {
        expect(probeFaults(`// ${"x".repeat(5000)}`)).toEqual(["has 5003 bytes; 4096 are the most"]);
    });

    it("finds this machine's own loopback when nothing keeps it from it", async () => {
        const attempts = await runProbe([process.execPath, script], process.env);
        expect(attempts.map(({what}) => what)).toEqual(["udp 192.0.2.1", "udp 2001:db8::1", "tcp 127.0.0.1", "tcp ::1"]);
        expect([undefined, "ECONNREFUSED"]).toContain(attempts.find(({what}) => what === "tcp 127.0.0.1")?.error);
        const namespace = await networkNamespace();
        expect(judge(undefined, {attempts, namespace, interfaces: undefined, filtered: undefined}, namespace).kind).toBe("notEnforced");
    });

    it.each(["", "[]", "{}", "[1]", '[{"what": "udp", "outside": "yes"}]'])("is not believed when it says %j", (text) => {
        expect(() => readAttempts(text)).toThrow();
    });
});
