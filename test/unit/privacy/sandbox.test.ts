/** The ways to start a process without a network, on this very machine: each that works here is tried for real. */
import {execFile} from "node:child_process";
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {promisify} from "node:util";

import * as esbuild from "esbuild";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {bundles} from "../../../scripts/build/bundles.mjs";
import type {SandboxMethod} from "../../../src/core/privacy/sandbox.js";
import {methodsOf} from "../../../src/core/privacy/wrap.js";
import {Sandbox} from "../../../src/system/privacy/sandbox.js";

const root = path.resolve(import.meta.dirname, "../../..");
const base = mkdtempSync(path.join(tmpdir(), "hearth-sandbox-"));
const home = path.join(base, "home"), storage = path.join(base, "storage");
const run = promisify(execFile);

beforeAll(async () => {
    const probe = bundles({root, outdir: base}).find(({name}) => name === "network probe");
    await esbuild.build(probe?.options ?? {});
    for (const folder of [path.join(home, ".ssh"), storage])
        mkdirSync(folder, {recursive: true});
    writeFileSync(path.join(home, ".ssh", "id"), "a key");
    writeFileSync(path.join(home, ".netrc"), "a password");
    writeFileSync(path.join(home, "notes.txt"), "notes");
});
afterAll(() => rmSync(base, {recursive: true, force: true}));

function sandboxOf(methods?: readonly SandboxMethod[], folder = base): Sandbox {
    return new Sandbox({folder, home, writable: [storage], log: () => undefined, ...methods === undefined ? {} : {methods}});
}

describe("the choice", () => {
    it("is made once", async () => {
        const sandbox = sandboxOf();
        expect(await sandbox.choose()).toBe(await sandbox.choose());
    });

    it("falls to none where nothing works, and says why for each", async () => {
        const choice = await sandboxOf(undefined, path.join(base, "nowhere")).choose();
        expect(choice.method).toBeUndefined();
        expect(choice.failed.map(({method}) => method)).toEqual([...methodsOf(process.platform)]);
        expect(choice.why).not.toBe("");
        expect(choice.wrap(["node", "x"], {})).toEqual(["node", "x"]);
    });

    it.runIf(process.platform === "linux")("goes on to the next where one does not work here", async () => {
        const choice = await sandboxOf(["sandboxExec", "unshare"]).choose();
        expect(choice.failed).toEqual([{method: "sandboxExec", why: "it is not installed"}]);
    });
});

describe.each(methodsOf(process.platform))("%s", (method) => {
    it("keeps a process from the network, hides keys, and leaves it its own storage; or says why it does not work here", async () => {
        const choice = await sandboxOf([method]).choose();
        if (choice.method === undefined) {
            expect(choice.why).toContain(method);
            return;
        }
        const look = `
            const fs = require("node:fs"), seen = (file) => { try { return fs.readFileSync(file, "utf8"); } catch (error) { return error.code; } };
            fs.writeFileSync(process.argv[2] + "/written", "yes");
            const socket = require("node:net").connect(9, "127.0.0.1");
            socket.on("error", ({code}) => console.log(JSON.stringify({code, key: seen(process.argv[1] + "/.ssh/id"), password: seen(process.argv[1] + "/.netrc"),
                notes: seen(process.argv[1] + "/notes.txt"), parent: process.ppid, pid: process.pid})));`;
        const child = run(choice.wrap([process.execPath, "-e", look, home, storage], process.env)[0] ?? "", choice.wrap([process.execPath, "-e", look, home, storage], process.env).slice(1));
        const pid = child.child.pid;
        const seen = JSON.parse((await child).stdout) as Record<string, unknown>;
        expect(existsSync(path.join(storage, "written"))).toBe(true);
        expect(seen["notes"]).toBe("notes");
        expect(["ENETUNREACH", "EAFNOSUPPORT", "EPERM", ...method === "bwrap" ? ["ECONNREFUSED"] : []]).toContain(seen["code"]);
        if (["unshareFiles", "bwrap", "sandboxExec"].includes(method)) {
            expect(seen["key"]).not.toBe("a key");
            expect(seen["password"]).not.toBe("a password");
        }
        // The process is the one that was started, or its child: signals and ends reach it.
        if (method !== "systemdRun")
            expect([seen["pid"], seen["parent"]]).toContain(pid);
    });
});
