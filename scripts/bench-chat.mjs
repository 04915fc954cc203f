// `npm run bench:chat`: what a conversation, an edit and the chat view cost: the model's part through the worker (test/bench/chat.ts), the view's in a real VS Code.
// @ts-check
import {mkdtempSync, readFileSync, realpathSync, rmSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {measureChatView} from "./bench/chatView.mjs";
import {withBenchEditor} from "./bench/editor.mjs";
import {findModel} from "./bench/model.mjs";
import {writeReport} from "./bench/report.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {root} from "./lib/paths.mjs";
import {run, withTools} from "./lib/run.mjs";
import {copySampleWorkspace} from "./lib/sampleWorkspace.mjs";
import {messageOf, runMain, UserError} from "./lib/steps.mjs";

const usage = "npm run bench:chat [-- --rounds 5] [--model FILE.gguf] [--out REPORT.json]";

await runMain(async () => {
    const {model: asked, rounds, out} = options();
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    const model = findModel(asked);
    const base = realpathSync(mkdtempSync(path.join(os.tmpdir(), "hearth-chat-")));
    try {
        const report = path.join(base, "model.json");
        await run(process.execPath, [path.join(root, "scripts", "bench.mjs"), "chat", "--model", model, "--rounds", String(rounds), "--out", report], {cwd: root, env: withTools()});
        const {summary, results} = JSON.parse(readFileSync(report, "utf8"));
        const folder = copySampleWorkspace(path.join(base, "workspace"));
        /** @type {Awaited<ReturnType<typeof measureChatView>> | undefined} */
        let view;
        const code = await withBenchEditor({model, folder}, async (editor, chromium, interrupted) => {
            view = await measureChatView(editor, chromium, interrupted, rounds);
        });
        if (code !== 0 || view === undefined) return code;
        await writeReport({benchmark: "chat", model, summary: {...summary, ...view.summary}, results: {model: results, view: view.results}}, out);
    } finally {
        rmSync(base, {recursive: true, force: true, maxRetries: 5});
    }
});

function options() {
    try {
        const {rounds, ...others} = parseArgs({options: {rounds: {type: "string", default: "5"}, model: {type: "string"}, out: {type: "string"}}}).values;
        if (!/^[1-9]\d?$/.test(rounds)) throw new Error(`--rounds ${rounds} is no number from 1 to 99.`);
        return {...others, rounds: Number(rounds)};
    } catch (error) {
        throw new UserError(`${messageOf(error)}\n\n${usage}`);
    }
}
