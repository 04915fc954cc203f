/**
 * `npm run package [-- --target TARGET] [--out FILE] [--with-model [FILE]]`: makes the VSIX of one platform.
 * Stages what ships under out/stage/<target>, lets vsce pack it, says what it weighs; the last line is the VSIX's path.
 */
// @ts-check
import {mkdirSync, readFileSync, rmSync} from "node:fs";
import path from "node:path";
import {parseArgs} from "node:util";

import {createVSIX} from "@vscode/vsce";

import {modelToShip} from "./build/modelFiles.mjs";
import {sizeTable} from "./build/sizes.mjs";
import {stageExtension} from "./build/stage.mjs";
import {hostTarget, targetOf, targets} from "./build/targets.mjs";
import {out, root} from "./lib/paths.mjs";
import {messageOf, runMain, step, UserError} from "./lib/steps.mjs";
import {wheelEntries} from "./lib/wheel.mjs";

const usage = `npm run package -- [--target TARGET] [--out FILE] [--with-model [FILE]]

  --target      ${Object.keys(targets).join(", ")}; without it, this machine's
  --out         where to write the VSIX; without it, out/hearth-TARGET-VERSION.vsix
  --with-model  carry a pinned model for machines that never see a network: the default one from Hearth's model folder, or FILE`;

/**
 * Every file in the package is of this time (seconds since 1970), so that the same checkout gives the same package, byte for byte, whenever and wherever it is
 * made: vsce reads it, and a zip keeps local time, so the zone is fixed, too.
 */
const packedAt = "1767225600";

/** @param {readonly string[]} args */
function parse(args) {
    try {
        const {values, positionals} = parseArgs({
            args: [...args], allowPositionals: true,
            options: {target: {type: "string"}, out: {type: "string"}, "with-model": {type: "boolean"}, help: {type: "boolean"}}
        });
        const withModel = values["with-model"] ?? false;
        if (positionals.length > (withModel ? 1 : 0))
            throw new UserError(`“${positionals.at(-1)}” is not an option.\n${usage}`);
        return {help: values.help ?? false, target: values.target ?? hostTarget(), file: values.out, withModel, modelFile: positionals[0]};
    } catch (error) {
        throw error instanceof UserError ? error : new UserError(`${messageOf(error)}\n${usage}`);
    }
}

await runMain(async () => {
    process.env["SOURCE_DATE_EPOCH"] = packedAt;
    process.env["TZ"] = "UTC";
    const options = parse(process.argv.slice(2));
    if (options.help) {
        console.log(usage);
        return;
    }
    const target = targetOf(options.target);
    const {version} = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    const stage = path.join(out, "stage", options.target);
    const vsix = path.resolve(options.file ?? path.join(out, `hearth-${options.target}-${version}.vsix`));

    const model = options.withModel ? await step("Check the model to ship", () => modelToShip(options.modelFile)) : undefined;
    await step(`Stage Hearth for ${options.target}`, () => stageExtension({root, stage, target, model}));
    await step("Pack it", async () => {
        mkdirSync(path.dirname(vsix), {recursive: true});
        rmSync(vsix, {force: true});
        await createVSIX({cwd: stage, packagePath: vsix, target: options.target, ignoreFile: path.join(root, ".vscodeignore"), useYarn: false,
            rewriteRelativeLinks: false, allowMissingRepository: true});
    });
    console.log(sizeTable(await wheelEntries(vsix)).join("\n")); // a VSIX is a zip, as a wheel is
    console.log(vsix);
});
