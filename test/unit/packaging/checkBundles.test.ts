import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";

import * as esbuild from "esbuild";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {bundles} from "../../../scripts/build/bundles.mjs";
import {checkBundle, checkMetafile, findNetworkUses} from "../../../scripts/build/checkBundles.mjs";

const root = path.resolve(import.meta.dirname, "../../..");

function whats(source: string): string[] {
    return findNetworkUses(source, "sample.js").map(({what}) => what);
}

describe("the scan of a bundle's source", () => {
    it.each([
        ['import http from "node:http";', "node:http"],
        ['import {request} from "https";', "https"],
        ['export * from "node:http2";', "node:http2"],
        ['const net = require("net");', "net"],
        ['var a=b(()=>{var c=__require("node:tls")});', "node:tls"],
        ["const dgram = await import(`node:dgram`);", "node:dgram"],
        ['import("dns/promises").then(use);', "dns/promises"],
        ['const {get} = process.getBuiltinModule("ht" + "tp");', "http"],
        ['const agent = q("_http_agent");', "_http_agent"],
        ['q("node:inspector", 1);', "node:inspector"],
        ['process.binding("tcp_wrap");', "tcp_wrap"],
        ['require("electron").net.request(u);', "electron"]
    ])("catches the network module in %s", (source, module) => {
        expect(whats(source)).toEqual([`loads the network module “${module}”`]);
    });

    it.each([
        ["const page = await fetch(url);", "fetch"],
        ["globalThis.fetch(url);", "fetch"],
        ['globalThis["fe" + "tch"](url);', "fetch"],
        ["const ask = fetch; ask(url);", "fetch"],
        ["const {fetch: ask} = globalThis; ask(url);", "fetch"],
        ["({fetch: ask} = globalThis); ask(url);", "fetch"],
        ["new WebSocket(url);", "WebSocket"],
        ["new window.XMLHttpRequest();", "XMLHttpRequest"],
        ["new EventSource(url);", "EventSource"],
        ["navigator.sendBeacon(url, data);", "sendBeacon"]
    ])("catches the network function in %s", (source, name) => {
        expect(whats(source)).toEqual([`mentions “${name}”`]);
    });

    it.each([
        ["new Worker('const net = require(\"net\"); net.connect(1)', {eval: true});", "require(\"net\""],
        ["const code = `import {get} from 'node:https'; ${more}`;", "from 'node:https'"],
        ["eval('fetch (url)');", "fetch ("]
    ])("catches the code in a string in %s", (source, code) => {
        expect(whats(source)).toEqual([`contains the code “${code}” as text`]);
    });

    it("says on which line", () => {
        expect(findNetworkUses("// one\n\nfetch(url);\n", "sample.js")[0]?.line).toBe(3);
    });

    it.each([
        ['import path from "node:path"; import {fork} from "child_process";'],
        ['const text = "cannot fetch over http"; // fetch("http")'],
        ["const options = {fetch: false}; class Cache { fetch() { return 1; } }"],
        ['throw new Error("node:http is not here");'],
        ['const kinds = ["http", "net"];']
    ])("lets pass %s", (source) => {
        expect(whats(source)).toEqual([]);
    });
});

describe("the check of a real build", () => {
    let folder: string;
    beforeAll(() => { folder = mkdtempSync(path.join(tmpdir(), "hearth-check-")); });
    afterAll(() => { rmSync(folder, {recursive: true, force: true}); });

    async function findingsOf(source: string, options: esbuild.BuildOptions = {}): Promise<string[]> {
        const {metafile} = await esbuild.build({
            stdin: {contents: source, resolveDir: root, sourcefile: "entry.js"}, absWorkingDir: root, bundle: true, platform: "node", format: "cjs",
            outfile: path.join(folder, "out.js"), logLevel: "silent", minify: true, ...options, metafile: true
        });
        return checkBundle(metafile, root).map(({what}) => what);
    }

    it("finds a network module through a dependency, minified", async () => {
        const found = await findingsOf('import {StreamMessageReader} from "vscode-jsonrpc/node"; console.log(StreamMessageReader);');
        expect(found).toContain("imports the network module “net”");
        expect(found).toContain("loads the network module “net”");
    });

    it("finds a module left to be found at run time", async () => {
        const found = await findingsOf('import semver from "semver"; console.log(semver);', {external: ["semver"]});
        expect(found).toEqual(["leaves “semver” to be found at run time, which no list allows"]);
    });

    it("finds a bundled downloader", () => {
        const output = {bytes: 1, imports: [], exports: [], inputs: {"node_modules/simple-git/dist/index.js": {bytesInOutput: 10}}};
        expect(checkMetafile({inputs: {}, outputs: {"dist/worker.mjs": output}})).toEqual([
            {file: "dist/worker.mjs", line: undefined, what: "contains the package “simple-git”, which downloads or builds"}
        ]);
    });

    it("finds nothing in a clean bundle", async () => {
        expect(await findingsOf('import path from "node:path"; console.log(path.sep);')).toEqual([]);
    });

    it("finds nothing in the engine as Hearth bundles it, although unstubbed it has much", async () => {
        const source = 'import {getLlama} from "node-llama-cpp"; import {StreamMessageReader} from "vscode-jsonrpc/node"; console.log(getLlama, StreamMessageReader);';
        const worker = bundles({root, outdir: folder}).find(({name}) => name === "worker");
        expect(worker).toBeDefined();
        // Only the entry file is replaced, so that this test needs none.
        const options = {...worker?.options, logLevel: "silent" as const};
        delete options.entryPoints;
        expect(await findingsOf(source, options)).toEqual([]);
        const unstubbed = await findingsOf(source, {format: "esm", loader: {".node": "empty"}, external: ["@node-llama-cpp/*", "electron", "supports-color", "*.node", "@reflink/*"]});
        expect(unstubbed).toContain("mentions “fetch”");
    });
});
