// The model that `npm run package -- --with-model` puts into the VSIX.
// @ts-check
import {existsSync, statSync} from "node:fs";
import path from "node:path";

import {hashFile} from "../lib/modelStore.mjs";
import {defaultModelId, modelWithHash, pinnedModel, recordOf} from "../lib/models.mjs";
import {modelFolder} from "../lib/paths.mjs";
import {UserError} from "../lib/steps.mjs";

/**
 * @typedef {object} ModelFiles
 * @property {string} file the GGUF, absolute
 * @property {import("../lib/modelStore.mjs").ModelRecord} record what will stand beside it
 */

/**
 * The model to ship: `given`, or the default one from Hearth's model folder. Only a pinned model is taken, by its SHA-256:
 * what is shipped must be what its record says, and its license must be known.
 * @param {string | undefined} given
 * @returns {Promise<ModelFiles>}
 * @throws {UserError} when there is no such file, or it is no pinned model
 */
export async function modelToShip(given) {
    const byDefault = pinnedModel(defaultModelId);
    const file = given !== undefined ? path.resolve(given) : path.join(modelFolder(), byDefault?.file ?? "");
    if (!existsSync(file) || !statSync(file).isFile())
        throw new UserError(`There is no model file ${file}: bring it with “npm run model”, or name another after --with-model.`);
    const sha256 = await hashFile(file);
    const known = modelWithHash(sha256);
    if (known === undefined)
        throw new UserError(`${file} (SHA-256 ${sha256}) is none of the models that scripts/lib/models.mjs pins, so it is not put into a package.`);
    return {file, record: recordOf(known)};
}
