/**
 * `npm run build [-- --production] [-- --watch]`: bundles src/ into dist/ and gathers the grammars beside it, then checks that no bundle can reach the network.
 */
import {rmSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";

import * as esbuild from "esbuild";

import {bundles} from "./build/bundles.mjs";
import {checkBundle, describeFinding} from "./build/checkBundles.mjs";
import {copyGrammars} from "./build/grammars.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const grammarsFolder = path.join(root, "grammars");

/** Throws with one line per finding when a bundle imports or mentions anything that can reach the network. */
function assertOffline(metafile) {
    const findings = checkBundle(metafile, root);
    if (findings.length > 0)
        throw new Error(`This build can reach the network, which Hearth must not:\n${findings.map((finding) => `  ${describeFinding(finding)}`).join("\n")}`);
}

function report(metafile) {
    for (const [file, {bytes}] of Object.entries(metafile.outputs)) {
        if (!file.endsWith(".map"))
            console.log(`${file}  ${(bytes / 1024).toFixed(0)} KiB`);
    }
}

/**
 * Builds every bundle once and checks it.
 * @param {{production?: boolean, outdir?: string, grammars?: string, entries?: {extension: string, worker: string}}} options
 *   `grammars`: folder to gather the grammars in, which the worker expects beside `outdir`; without it and with an `outdir`, none are gathered
 * @returns {Promise<import("esbuild").Metafile[]>} the metafile of each bundle
 */
export async function build({production = false, outdir, grammars = outdir === undefined ? grammarsFolder : undefined, entries} = {}) {
    outdir ??= path.join(root, "dist");
    rmSync(outdir, {recursive: true, force: true});
    if (grammars !== undefined)
        copyGrammars({root, folder: grammars});
    const metafiles = [];
    for (const {options} of bundles({root, outdir, production, entries})) {
        const {metafile} = await esbuild.build(options);
        assertOffline(metafile);
        metafiles.push(metafile);
    }
    return metafiles;
}

async function watch(production) {
    copyGrammars({root, folder: grammarsFolder});
    const checked = {
        name: "check-after-build",
        setup(context) {
            context.onEnd(({errors, metafile}) => {
                if (errors.length > 0 || metafile === undefined)
                    return;
                try {
                    assertOffline(metafile);
                    report(metafile);
                } catch (error) {
                    console.error(error.message);
                }
            });
        }
    };
    for (const {options} of bundles({root, production})) {
        const context = await esbuild.context({...options, plugins: [...options.plugins, checked]});
        await context.watch();
    }
    console.log("Watching src/ for changes; Ctrl+C ends it.");
}

async function main(args) {
    const unknown = args.filter((arg) => arg !== "--production" && arg !== "--watch");
    if (unknown.length > 0)
        throw new Error(`Unknown option ${unknown[0]}. Use: npm run build -- [--production] [--watch]`);
    if (args.includes("--watch"))
        await watch(args.includes("--production"));
    else
        (await build({production: args.includes("--production")})).forEach(report);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    try {
        await main(process.argv.slice(2));
    } catch (error) {
        // esbuild has already printed its own errors.
        if (error.errors === undefined)
            console.error(error.message);
        process.exitCode = 1;
    }
}
