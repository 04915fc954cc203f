import type {Metafile} from "esbuild";

export interface Finding {
    readonly file: string;
    readonly line: number | undefined;
    readonly what: string;
}
export function isNetworkModule(name: string): boolean;
export function findNetworkUses(source: string, file: string): Finding[];
export function packageOf(inputFile: string): string | undefined;
export function checkMetafile(metafile: Metafile): Finding[];
export function checkBundle(metafile: Metafile, workingDir: string): Finding[];
export function describeFinding(finding: Finding): string;
