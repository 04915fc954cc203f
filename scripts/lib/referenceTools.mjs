// The Python packages that a reference conversion of adapters is made with, in the cache.
// @ts-check
import {existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync} from "node:fs";
import {createHash} from "node:crypto";
import path from "node:path";

import {cacheFolder, root} from "./paths.mjs";
import {ensurePip} from "./pip.mjs";
import {run} from "./run.mjs";
import {step, UserError} from "./steps.mjs";

/**
 * A Python and the folder of packages for its PYTHONPATH; they are installed when they are not there.
 * @returns {Promise<{python: string, packages: string}>}
 * @throws {UserError} naming what to install
 */
export async function ensureReferenceTools() {
    const pip = await ensurePip();
    if (!pip.args.includes("pip")) throw new UserError("Python 3 is not on the PATH (only its pip is): install it, then run the command again.");
    const requirements = path.join(root, "test", "adapters", "requirements.txt");
    const version = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
    const packages = path.join(cacheFolder(), `adapter-reference-${version}`);
    if (!existsSync(packages))
        await step("Bring the Python packages of the reference conversion", async () => {
            mkdirSync(cacheFolder(), {recursive: true});
            const temporary = mkdtempSync(path.join(cacheFolder(), "incoming-"));
            try {
                await run(pip.command, [...pip.args, "install", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check", "--quiet",
                    "--target", temporary, "--requirement", requirements],
                {log: "pip-reference", hint: "Check the connection to your Python package index, then run the command again."});
                renameSync(temporary, packages);
            } finally {
                rmSync(temporary, {recursive: true, force: true});
            }
        });
    // Windows' launcher starts a Python 3 without being told to.
    return {python: pip.command, packages};
}
