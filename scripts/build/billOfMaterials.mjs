// The software bill of materials of what ships, as CycloneDX 1.6 (JSON): the packages of THIRD_PARTY_NOTICES.md, the native ones, and what those are built from.
// @ts-check
import {nativeParts, shippedPackages} from "./notices.mjs";

export const billFile = "sbom.cdx.json";

/**
 * The same for the same checkout: no time, no random serial number.
 * @param {{root: string, metafiles: readonly import("esbuild").Metafile[], version: string, native: Readonly<Record<string, string>>}} options `native`: the native packages with their versions
 * @returns {string}
 */
export function billOfMaterials({root, metafiles, version, native}) {
    const {bundled, grammars} = shippedPackages({root, metafiles});
    const npm = (/** @type {{name: string, version: string, license?: string}} */ {name, version: of, license}) => ({
        type: "library", "bom-ref": purl(name, of), name, version: of, purl: purl(name, of), ...license === undefined ? {} : {licenses: [{license: {id: license}}]}
    });
    const inside = nativeParts.map(({name, license}) => ({type: "library", "bom-ref": name, name, licenses: [{license: {id: license}}]}));
    return `${JSON.stringify({
        bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
        metadata: {component: {type: "application", "bom-ref": "hearth", name: "hearth", version, licenses: [{license: {id: "MIT"}}]}},
        components: [...[...bundled, ...grammars].map(npm), ...Object.entries(native).map(([name, of]) => npm({name, version: of, license: "MIT"})), ...inside]
    }, undefined, 2)}\n`;
}

/** @param {string} name @param {string} version */
function purl(name, version) {
    return `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
}
