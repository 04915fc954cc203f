// Which model a benchmark takes when none is named.
// @ts-check
import {existsSync, statSync} from "node:fs";
import path from "node:path";

import {defaultModelId, pinnedModel, pinnedModels} from "../lib/models.mjs";
import {modelFolder} from "../lib/paths.mjs";
import {UserError} from "../lib/steps.mjs";

/**
 * The model that was asked for, else `$HEARTH_TEST_MODEL`, else the default of Hearth's folder of models, else another pinned one there.
 * @param {string | undefined} asked a path
 * @returns {string} absolute path of a file that is there
 * @throws {UserError}
 */
export function findModel(asked) {
    const named = asked ?? (process.env["HEARTH_TEST_MODEL"] || undefined);
    if (named !== undefined) {
        if (!statSync(named, {throwIfNoEntry: false})?.isFile()) throw new UserError(`There is no model file ${named}: give the path of a GGUF file with --model.`);
        return path.resolve(named);
    }
    const folder = modelFolder();
    const inOrder = [pinnedModel(defaultModelId), ...pinnedModels].flatMap((model) => model === undefined || model.id === "smollm2" ? [] : [path.join(folder, model.file)]);
    const found = inOrder.find((file) => existsSync(file));
    if (found === undefined) throw new UserError(`There is no model in ${folder}: bring one with \`npm run model\`, or name one with --model FILE.gguf.`);
    return found;
}
