// Lists what a real VSIX holds: the one named by HEARTH_TEST_VSIX, else one that is packaged here for this machine.
import {execFileSync} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";

import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {hostTarget, targetOf} from "../../../scripts/build/targets.mjs";
import {readWheelEntry, wheelEntries} from "../../../scripts/lib/wheel.mjs";
import {sha256OfFile} from "../../../src/system/models/hash.js";
import {isNetworkProbe, probeFaults} from "../../../scripts/build/networkProbe.mjs";
import {findNetworkUses} from "../../../scripts/build/checkBundles.mjs";

const root = path.resolve(import.meta.dirname, "../../..");
const native = "extension/node_modules/@node-llama-cpp/";

interface Manifest {
    readonly name: string;
    readonly main: string;
    readonly icon: string;
    readonly dependencies: Readonly<Record<string, string>>;
    readonly contributes: {readonly walkthroughs: readonly {readonly steps: readonly {readonly media: {readonly svg: string}}[]}[]};
}

let folder: string | undefined;
let vsix: string;
let names: string[];

async function textOf(name: string): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of readWheelEntry(vsix, name))
        chunks.push(chunk);
    return Buffer.concat(chunks).toString("utf8");
}

beforeAll(async () => {
    const given = process.env["HEARTH_TEST_VSIX"];
    if (given === undefined || given === "") {
        folder = mkdtempSync(path.join(tmpdir(), "hearth-vsix-"));
        vsix = path.join(folder, "hearth.vsix");
        execFileSync(process.execPath, [path.join(root, "scripts/package.mjs"), "--out", vsix], {cwd: root, stdio: "pipe"});
    } else {
        vsix = given;
    }
    names = (await wheelEntries(vsix)).map(({name}) => name);
}, 180_000);

afterAll(() => {
    if (folder !== undefined)
        rmSync(folder, {recursive: true, force: true});
});

describe("a packaged VSIX", () => {
    it("is the same, byte for byte, when it is made again, in another zone and with another language", {timeout: 120_000}, async () => {
        const other = mkdtempSync(path.join(tmpdir(), "hearth-vsix-again-"));
        try {
            const again = path.join(other, "again.vsix");
            execFileSync(process.execPath, [path.join(root, "scripts/package.mjs"), "--out", again], {cwd: root, stdio: "pipe", env: {...process.env, TZ: "Pacific/Auckland", LC_ALL: "sv_SE.UTF-8"}});
            expect(await sha256OfFile(again)).toBe(await sha256OfFile(vsix));
        } finally {
            rmSync(other, {recursive: true, force: true});
        }
    });

    it("holds the native packages of its target, each with its binding, and of no other", async () => {
        const target = /TargetPlatform="([^"]+)"/.exec(await textOf("extension.vsixmanifest"))?.[1] ?? "";
        const expected = targetOf(target).packages;
        if (folder !== undefined)
            expect(target).toBe(hostTarget());
        const found = new Set(names.filter((name) => name.startsWith(native)).map((name) => name.slice(native.length).split("/")[0]));
        expect([...found].sort()).toEqual([...expected].sort());
        for (const name of expected)
            expect(names.some((file) => file.startsWith(`${native}${name}/bins/`) && file.endsWith("/llama-addon.node"))).toBe(true);
    });

    it("holds the bundles and no other code of Hearth's or of its dependencies", () => {
        const scripts = names.filter((name) => /\.[cm]?js$/.test(name) && !name.startsWith(native));
        const bundled = ["chat.js", "embedder.mjs", "extension.js", "indexThread.mjs", "indexer.mjs", "networkProbe.mjs", "privacy.js", "statistics.js", "stores.mjs", "testBindingBinary.mjs", "worker.mjs"];
        expect(scripts.sort()).toEqual(bundled.map((name) => `extension/dist/${name}`));
        expect(names.filter((name) => name.includes("/node_modules/") && !name.startsWith(native))).toEqual([]);
    });

    it("holds no source, source map, test, script or configuration", () => {
        const unwanted = names.filter((name) => /\.(ts|mts|map|tsbuildinfo)$/.test(name) ||
            /^extension\/(src|test|scripts|out|docs|\.)/.test(name) || /(package-lock|tsconfig|eslint|vitest)/.test(name));
        expect(unwanted).toEqual([]);
    });

    it("holds no way to the network in any of its scripts but the probe, which does nothing else than it must", async () => {
        const scripts = names.filter((name) => /\.[cm]?js$/.test(name) && !isNetworkProbe(name));
        expect(probeFaults(await textOf("extension/dist/networkProbe.mjs"))).toEqual([]);
        const findings = await Promise.all(scripts.map(async (name) => findNetworkUses(await textOf(name), name)));
        expect(findings.flat()).toEqual([]);
    }, 60_000);

    it("holds what its manifest names, and the documents", async () => {
        const manifest = JSON.parse(await textOf("extension/package.json")) as Manifest;
        const pictures = manifest.contributes.walkthroughs.flatMap(({steps}) => steps.map(({media}) => media.svg));
        for (const file of [manifest.main.replace("./", ""), manifest.icon, ...pictures, "readme.md", "changelog.md", "LICENSE.txt", "THIRD_PARTY_NOTICES.md"])
            expect(names).toContain(`extension/${file}`);
    });

    it("holds the bill of materials of what it is made of", async () => {
        const bill = JSON.parse(await textOf("extension/sbom.cdx.json")) as {readonly bomFormat: string; readonly components: readonly {readonly name: string; readonly version?: string; readonly licenses?: unknown}[]};
        expect(bill.bomFormat).toBe("CycloneDX");
        const listed = bill.components.map(({name, version}) => version === undefined ? name : `${name} ${version}`);
        const noticed = [...(await textOf("extension/THIRD_PARTY_NOTICES.md")).matchAll(/^## (\S.*)$/gm)].map(([, title = ""]) => title).filter((title) => !title.startsWith("tree-sitter grammars in"));
        expect(noticed.filter((title) => !listed.includes(title))).toEqual([]);
        const manifest = JSON.parse(await textOf("extension/package.json")) as Manifest;
        expect(Object.entries(manifest.dependencies).map(([name, version]) => `${name} ${version}`).filter((each) => !listed.includes(each))).toEqual([]);
        expect(bill.components.every(({licenses}) => licenses !== undefined)).toBe(true);
    });

    it("has a manifest that asks for nothing but its native packages and runs nothing", async () => {
        const manifest = JSON.parse(await textOf("extension/package.json")) as Manifest;
        expect(Object.keys(manifest).filter((key) => ["scripts", "devDependencies", "optionalDependencies", "overrides"].includes(key))).toEqual([]);
        expect(Object.keys(manifest.dependencies).every((name) => names.includes(`extension/node_modules/${name}/package.json`))).toBe(true);
    });

    it("has a README that loads no picture from the web", async () => {
        const pictures = [...(await textOf("extension/readme.md")).matchAll(/!\[[^\]]*\]\(([^)]*)\)|<img[^>]*src="([^"]*)"/g)].map((match) => match[1] ?? match[2]);
        expect(pictures.filter((address) => address?.startsWith("data:image/png;base64,") !== true)).toEqual([]);
    });
});
