/** `npm run notices`: writes THIRD_PARTY_NOTICES.md from what the build bundles, or fails on a license that may not ship. */
// @ts-check
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import {build} from "./build.mjs";
import {thirdPartyNotices} from "./build/notices.mjs";
import {root} from "./lib/paths.mjs";
import {runMain} from "./lib/steps.mjs";

await runMain(async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "hearth-notices-"));
    try {
        const metafiles = await build({production: true, outdir: folder});
        const file = path.join(root, "THIRD_PARTY_NOTICES.md");
        writeFileSync(file, thirdPartyNotices({root, metafiles}));
        console.log(file);
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
});
