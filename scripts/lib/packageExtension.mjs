// Builds the extension and packs it for this machine: what is tried and tested is what is shipped.
// @ts-check
import path from "node:path";

import {out, root} from "./paths.mjs";
import {run, withTools} from "./run.mjs";
import {step} from "./steps.mjs";

/**
 * @returns {Promise<string>} path of the VSIX
 */
export async function packageExtension() {
    const vsix = path.join(out, "hearth-this-machine.vsix");
    await step("Building and packaging the extension for this machine", async () => {
        await run(process.execPath, [path.join(root, "scripts", "package.mjs"), "--out", vsix], {cwd: root, env: withTools(), log: "package"});
    });
    return vsix;
}

/** Bundles the extension and the worker into `dist`, which the model tests start. */
export async function buildExtension() {
    await step("Building the extension", async () => {
        await run(process.execPath, [path.join(root, "scripts", "build.mjs")], {cwd: root, env: withTools(), log: "build"});
    });
}
