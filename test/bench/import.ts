/**
 * `import.mjs make FOLDER` writes a PEFT folder of 70 MB: rank 32 on all linear layers of the 0.5B, F32.
 * `import.mjs run FOLDER ROUNDS` imports it several times and prints, as one line of JSON, how long each took, and what CPU time and memory it needed.
 */
import {rm, stat} from "node:fs/promises";
import path from "node:path";

import {importPeft} from "../../src/system/adapters/importPeft.js";
import {linearModules, qwenHalfBillion, shapeOf, writePeft} from "../unit/adapters/peftFixture.js";

const [mode, folder = "", rounds = "5"] = process.argv.slice(2);
if (mode === "make")
    await writePeft(folder, {size: qwenHalfBillion, modules: linearModules(qwenHalfBillion), rank: 32, dtype: "F32"});
else {
    const targetFolder = `${folder}-out`;
    const milliseconds: number[] = [];
    const before = process.memoryUsage().rss;
    const cpuBefore = process.cpuUsage();
    for (let round = 0; round < Number(rounds); round++) {
        const start = performance.now();
        await importPeft(folder, {targetFolder, base: shapeOf(qwenHalfBillion), replace: true});
        milliseconds.push(performance.now() - start);
    }
    const {user, system} = process.cpuUsage(cpuBefore);
    await rm(targetFolder, {recursive: true});
    const {size} = await stat(path.join(folder, "adapter_model.safetensors"));
    console.log(JSON.stringify({bytes: size, milliseconds, cpuMilliseconds: (user + system) / 1000 / milliseconds.length, growthBytes: process.resourceUsage().maxRSS * 1024 - before}));
}
