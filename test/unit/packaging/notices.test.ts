import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";

import {afterAll, describe, expect, it} from "vitest";

import {build} from "../../../scripts/build.mjs";
import {thirdPartyNotices} from "../../../scripts/build/notices.mjs";

const root = path.resolve(import.meta.dirname, "../../..");
const folder = mkdtempSync(path.join(tmpdir(), "hearth-notices-"));
const outdir = path.join(folder, "dist");
afterAll(() => { rmSync(folder, {recursive: true, force: true}); });

function shipping(file: string): Parameters<typeof thirdPartyNotices>[0]["metafiles"] {
    return [{inputs: {}, outputs: {"dist/worker.mjs": {bytes: 1, imports: [], exports: [], inputs: {[file]: {bytesInOutput: 1}}}}}];
}

describe("the third-party notices", () => {
    it("are those of what the build bundles now (npm run notices writes them)", async () => {
        const metafiles = await build({production: true, outdir});
        expect(readFileSync(path.join(root, "THIRD_PARTY_NOTICES.md"), "utf8")).toBe(thirdPartyNotices({root, metafiles}));
    }, 60_000);

    it("carry a package's own license text", () => {
        const text = readFileSync(path.join(root, "node_modules/semver/LICENSE"), "utf8").trim();
        expect(thirdPartyNotices({root, metafiles: shipping("node_modules/semver/index.js")})).toContain(text);
    });

    it("refuse a license that is not on the list", () => {
        mkdirSync(path.join(folder, "node_modules/copyleft"), {recursive: true});
        writeFileSync(path.join(folder, "node_modules/copyleft/package.json"), JSON.stringify({name: "copyleft", version: "1.0.0", license: "GPL-3.0"}));
        expect(() => thirdPartyNotices({root: folder, metafiles: shipping("node_modules/copyleft/index.js")})).toThrow(/copyleft 1\.0\.0 .* “GPL-3\.0”/);
    });

    it("refuse a package without its license text", () => {
        mkdirSync(path.join(folder, "node_modules/textless"), {recursive: true});
        writeFileSync(path.join(folder, "node_modules/textless/package.json"), JSON.stringify({name: "textless", version: "1.0.0", license: "MIT"}));
        expect(() => thirdPartyNotices({root: folder, metafiles: shipping("node_modules/textless/index.js")})).toThrow(/textless 1\.0\.0 .* without its license text/);
    });
});
