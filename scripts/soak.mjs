#!/usr/bin/env node
// `npm run soak [-- --minutes 30]`: typing, chat and saves in a real VS Code while processes are killed; see test/soak/soak.test.ts. Linux only.
// @ts-check
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {ensureCodeServer} from "./lib/codeServer.mjs";
import {ensureChromium} from "./lib/debianPackages.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {packageExtension} from "./lib/packageExtension.mjs";
import {out} from "./lib/paths.mjs";
import {withTools} from "./lib/run.mjs";
import {runMain, UserError} from "./lib/steps.mjs";
import {reportTo, runVitest} from "./lib/vitest.mjs";
import {findModel} from "./bench/model.mjs";

await runMain(async () => {
    const {values} = parseArgs({options: {minutes: {type: "string", default: "30"}, model: {type: "string"}}});
    if (!(Number(values.minutes) > 0)) throw new UserError(`--minutes must be a number above 0, not “${values.minutes}”.`);
    if (process.platform !== "linux") throw new UserError("The soak counts memory and processes as Linux tells them: run it on Linux.");
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    const env = {
        ...withTools(), HEARTH_SOAK_MINUTES: values.minutes, HEARTH_TEST_MODEL: findModel(values.model), HEARTH_TEST_CHROMIUM: await ensureChromium(),
        HEARTH_TEST_CODE_SERVER: await ensureCodeServer(), HEARTH_TEST_VSIX: await packageExtension()
    };
    return await runVitest("soak", reportTo(path.join(out, "test", "soak.json")), env);
});
