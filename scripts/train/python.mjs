// The virtual environment that training runs in, with the pinned packages.
// @ts-check
import {spawnSync} from "node:child_process";
import {readFileSync} from "node:fs";
import path from "node:path";

import {builtFolder} from "../lib/builtFolder.mjs";
import {root} from "../lib/paths.mjs";
import {run, which} from "../lib/run.mjs";
import {step, UserError} from "../lib/steps.mjs";

const oldest = [3, 10];

/**
 * The environment's Python; made and filled (about 1 GB) when it is not there.
 * @returns {Promise<string>}
 * @throws {UserError} naming what to install
 */
export async function ensureTrainingPython() {
    const requirements = path.join(root, "training", "requirements.txt");
    const folder = await builtFolder("training-python", readFileSync(requirements, "utf8"), async (target) => {
        const python = findPython();
        await step("Installing PyTorch, transformers and peft into an environment of their own (about 1 GB)", async () => {
            await run(python, ["-m", "venv", path.join(target, "venv")], {log: "training-python", hint: "On Debian, install python3-venv."});
            await run(inside(target), ["-m", "pip", "install", "--disable-pip-version-check", "--requirement", requirements],
                {log: "training-python", hint: "Check the connection to your Python package index and the space on the disk, then run the command again."});
        });
    });
    return inside(folder);
}

/** @type {(folder: string) => string} Called by its path, Python finds its packages beside it, wherever the folder has been moved. */
function inside(folder) {
    return process.platform === "win32" ? path.join(folder, "venv", "Scripts", "python.exe") : path.join(folder, "venv", "bin", "python");
}

function findPython() {
    const found = which("python3", "python");
    if (found === undefined) throw new UserError("Training needs Python 3.10 or newer, which is not on the PATH: install it, then run the command again.");
    const {stdout} = spawnSync(found, ["-c", "import sys; print(*sys.version_info[:2])"], {encoding: "utf8"});
    const [major = 0, minor = 0] = (stdout ?? "").trim().split(" ").map(Number);
    if (major < (oldest[0] ?? 0) || (major === oldest[0] && minor < (oldest[1] ?? 0)))
        throw new UserError(`Training needs Python ${oldest.join(".")} or newer; ${found} is ${major}.${minor}.`);
    return found;
}
