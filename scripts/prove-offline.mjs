// `npm run prove:offline`: the main job (model, completions, adapters, chat, edit, index, search, vectors) in a network namespace that has nothing but a downed loopback, every
// socket seen by strace. Passes only if no process of Hearth's ever makes a socket that could leave the machine, and a control shows that one would be seen. Linux only.
// @ts-check
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {keepResult} from "./security/results.mjs";
import {findModel} from "./bench/model.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {ensurePackages} from "./lib/debianPackages.mjs";
import {buildExtension} from "./lib/packageExtension.mjs";
import {out, root} from "./lib/paths.mjs";
import {exitCodeOf, which, withTools} from "./lib/run.mjs";
import {copySampleWorkspace} from "./lib/sampleWorkspace.mjs";
import {localFamilies, socketsIn} from "./lib/socketTrace.mjs";
import {runMain, step, UserError} from "./lib/steps.mjs";

/** @typedef {import("./lib/socketTrace.mjs").Socket} Socket */

const usage = "npm run prove:offline [-- --model FILE.gguf]";
/** Hearth's proof that there is no network: a program of its own that tries, and must fail. The only one that may. */
const probe = "networkProbe.mjs";
/** What opens a socket to nobody: for the control. */
const control = "const s = require('node:dgram').createSocket('udp4'); s.bind(0, () => s.close()); s.on('error', () => s.close());";

await runMain(async () => {
    const {model: asked, help} = parseArgs({options: {model: {type: "string"}, help: {type: "boolean"}}}).values;
    if (help) return console.log(usage);
    if (process.platform !== "linux") throw new UserError("The proof needs Linux: network namespaces and strace. On other systems see docs/PRIVACY.md for how to look yourself.");
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    const model = findModel(asked);
    const strace = await ensurePackages(["strace"], "strace (sees every socket that is made)", () => which("strace"));
    const unshare = await ensurePackages(["util-linux"], "unshare (a network namespace of its own)", () => which("unshare"));
    await buildExtension();
    const job = await bundledJob();
    const base = mkdtempSync(path.join(os.tmpdir(), "hearth-prove-"));
    try {
        /** @type {(name: string, command: readonly string[]) => Promise<Socket[]>} */
        const watched = async (name, command) => {
            const trace = path.join(base, `${name}.trace`);
            const args = ["-rn", "--", strace, "-f", "--seccomp-bpf", "-qq", "-s", "400", "-e", "trace=network,execve,clone,clone3,fork,vfork", "-o", trace, ...command];
            const code = await exitCodeOf(unshare, args, {cwd: root, env: withTools()});
            if (code !== 0) throw new UserError(`It did not work without a network: \`${command.slice(0, 3).join(" ")} …\` ended with ${code}; what it said stands above.`);
            return socketsIn(readFileSync(trace, "utf8"));
        };
        await step("Control: a socket would be seen", async () => controlled(await watched("control", [process.execPath, "-e", control])));
        const folder = copySampleWorkspace(path.join(base, "workspace"));
        const sockets = await step("The main job, without a network", async () => await watched("job", [process.execPath, job, "--model", model, "--folder", folder]));
        const code = judge(sockets);
        keepResult("offline", "scripts/prove-offline.mjs", "the main job without a network", code === 0);
        return code;
    } finally {
        rmSync(base, {recursive: true, force: true, maxRetries: 5});
    }
});

/** @param {readonly Socket[]} sockets */
function controlled(sockets) {
    if (!sockets.some(({family}) => family === "AF_INET")) throw new UserError("The control made an internet socket and strace did not tell of it: this proof would prove nothing here.");
}

/**
 * @param {readonly Socket[]} sockets
 * @returns {number} the exit code
 */
function judge(sockets) {
    const tried = sockets.filter(({program, family}) => program.includes(probe) && !localFamilies.includes(family));
    const wrong = sockets.filter(({program, family}) => !program.includes(probe) && !localFamilies.includes(family));
    const counts = new Map();
    for (const {family} of sockets) counts.set(family, (counts.get(family) ?? 0) + 1);
    console.log(`\nSockets made: ${[...counts].map(([family, n]) => `${n} ${family}`).join(", ") || "none"}.`);
    console.log(`${tried.length} of them by Hearth's own probe, which tries to get out so that its failure is the proof.`);
    if (tried.length === 0) throw new UserError("The probe made no socket: the processes have not proven themselves, so this run says nothing of how they are started.");
    for (const {process: id, program, family} of wrong) console.log(`NOT ALLOWED: process ${id} made a socket of ${family}: ${program}`);
    console.log(wrong.length === 0 ? "Proven: no process of Hearth's made a socket that could leave this machine, and everything worked without a network." : "Not proven.");
    return wrong.length === 0 ? 0 : 1;
}

/** The job as one file, under `out`. */
async function bundledJob() {
    const {build} = await import("esbuild"); // only now are the dependencies certain
    const outfile = path.join(out, "offline", "mainJob.mjs");
    await build({bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "warning", entryPoints: [path.join(root, "test", "offline", "mainJob.ts")], outfile});
    return outfile;
}
