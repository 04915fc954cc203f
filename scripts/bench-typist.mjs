// `npm run bench:typist`: a simulated typist in a real VS Code (code-server) with the packaged extension; see scripts/bench/typist.mjs for what it does.
// @ts-check
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {defaultTypistSet, ensureCaseSet, isSetName} from "./bench/caseSets.mjs";
import {withBenchEditor} from "./bench/editor.mjs";
import {findModel} from "./bench/model.mjs";
import {writeReport} from "./bench/report.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {root} from "./lib/paths.mjs";
import {run, withTools} from "./lib/run.mjs";
import {messageOf, runMain, step, UserError} from "./lib/steps.mjs";

const usage = "npm run bench:typist [-- --model FILE.gguf] [--cases FILE.jsonl --workspace DIR] [--adapter FILE.gguf] [--limit N] [--interval 140] [--pause 700] [--warmup 20000] [--out REPORT.json]";

/** What typist.mjs asks of the profile: the editor must add nothing of its own to what is typed. */
const settings = {
    "editor.autoIndent": "none", "editor.autoClosingBrackets": "never", "editor.autoClosingQuotes": "never", "editor.autoClosingComments": "never",
    "editor.autoClosingDelete": "never", "editor.autoClosingOvertype": "never", "editor.autoSurround": "never", "editor.formatOnType": false,
    "editor.quickSuggestions": {other: "off", comments: "off", strings: "off"}, "editor.suggestOnTriggerCharacters": false, "editor.wordBasedSuggestions": "off",
    "editor.parameterHints.enabled": false, "editor.linkedEditing": false, "files.hotExit": "off", "typescript.validate.enable": false
};

await runMain(async () => {
    const {model: asked, cases, workspace, adapter = "none", out, ...typist} = options();
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    const model = findModel(asked);
    const set = await caseSet(cases, workspace);
    const folder = mkdtempSync(path.join(os.tmpdir(), "hearth-typist-")), report = path.join(folder, "report.json");
    try {
        const more = Object.entries(typist).flatMap(([name, value]) => [`--${name}`, value]);
        const code = await withBenchEditor({model, folder: set.workspace, settings: {...settings, "hearth.adapter": adapter}}, async (editor, chromium) => await step("Typing", async () => {
            await run(process.execPath, [path.join(root, "scripts", "bench", "typist.mjs"), "--url", new URL(editor.url).origin, "--folder", set.workspace, "--cases", set.cases,
                "--out", report, ...more], {cwd: root, env: {...withTools(), CHROMIUM: chromium}, hint: "What went wrong stands above."});
        }));
        if (code !== 0) return code;
        const {results, ...summary} = JSON.parse(readFileSync(report, "utf8"));
        await writeReport({benchmark: "typist", model, adapters: adapter === "none" ? [] : [`${path.basename(adapter)}@1`], summary, results}, out);
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
});

/**
 * @param {string | undefined} cases a file, the name of a set, or nothing
 * @param {string | undefined} workspace
 * @returns {Promise<{cases: string, workspace: string}>} absolute paths
 */
async function caseSet(cases, workspace) {
    if (cases === undefined || isSetName(cases)) return await ensureCaseSet(cases ?? defaultTypistSet);
    if (workspace === undefined) throw new UserError("--cases FILE needs --workspace DIR: the folder with the holes that the cases fill.");
    return {cases: path.resolve(cases), workspace: path.resolve(workspace)};
}

function options() {
    try {
        const text = /** @type {const} */ ({type: "string"});
        return parseArgs({options: {model: text, cases: text, workspace: text, adapter: text, limit: text, interval: text, pause: text, warmup: text, out: text}}).values;
    } catch (error) {
        throw new UserError(`${messageOf(error)}\n\n${usage}`);
    }
}
