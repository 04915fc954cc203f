// A pinned model that is made from another one on this machine: verified like one that was brought.
// @ts-check
import {existsSync, mkdirSync} from "node:fs";
import path from "node:path";

import {recordOf} from "../models.mjs";
import {requireSame, requireSpace, writeRecord, writeVerified} from "../modelStore.mjs";
import {UserError} from "../steps.mjs";
import {GgufError} from "./ggufFile.mjs";
import {relaid} from "./relayout.mjs";

/**
 * @typedef {object} MakeOptions
 * @property {string} folder where the model goes
 * @property {string | undefined} source the verified file that it is made from; may be missing when the model is there
 * @property {import("./relayout.mjs").Layout} layout
 * @property {(text: string) => void} note tells the person
 */

/** Lines of progress: a long silence looks like a hang. */
const reports = 5;

/**
 * Makes a model, or verifies the one that is there.
 * @param {import("../models.mjs").PinnedModel} model
 * @param {MakeOptions} options
 * @returns {Promise<string>} the model's path
 * @throws {UserError} when the result is not exactly the pinned content; then nothing is left
 */
export async function makeModel(model, {folder, source, layout, note}) {
    const target = path.join(folder, model.file);
    if (existsSync(target)) {
        await requireSame(target, model.sha256);
        note(`already there and verified: ${target}`);
    } else {
        if (source === undefined) throw new UserError(`${target} is gone: run the command again.`);
        mkdirSync(folder, {recursive: true});
        requireSpace(folder, model.bytes);
        note(`making it from ${source}: a minute or two`);
        await write(model, target, relaid(source, layout, reporter(note)), source);
        note(`verified (SHA-256 ${model.sha256}): ${target}`);
    }
    writeRecord(target, recordOf(model));
    return target;
}

/**
 * @param {import("../models.mjs").PinnedModel} model
 * @param {string} target
 * @param {AsyncIterable<Buffer>} content
 * @param {string} source
 */
async function write(model, target, content, source) {
    try {
        await writeVerified(target, content, (found) => {
            if (found !== model.sha256) throw new UserError(`What was made from ${source} is not ${model.name} (expected SHA-256 ${model.sha256}, found ${found}), so nothing was kept. Try again; if it stays so, use the model it is made from.`);
        });
    } catch (error) {
        if (error instanceof GgufError) throw new UserError(`${source} cannot be re-laid: ${error.message}. Delete it and run the command again.`);
        throw error;
    }
}

/**
 * @param {(text: string) => void} note
 * @returns {(share: number) => void}
 */
function reporter(note) {
    let reported = 0;
    return (share) => {
        const part = Math.floor(share * reports);
        if (part === reported) return;
        reported = part;
        note(`${Math.round(part / reports * 100)} % of the weights`);
    };
}
