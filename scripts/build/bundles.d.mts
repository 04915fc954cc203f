import type {BuildOptions} from "esbuild";

export interface BundleOptions {
    readonly root: string;
    readonly outdir?: string;
    readonly production?: boolean;
    readonly entries?: {readonly extension: string; readonly worker: string};
}
export function bundles(options: BundleOptions): {readonly name: string; readonly options: BuildOptions & {readonly entryPoints: string[]; readonly outfile: string}}[];
