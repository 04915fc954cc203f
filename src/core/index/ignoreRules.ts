/** What of a folder is left out: git's ignore files at every level, `.hearthignore`, VS Code's `files.exclude`, the user's own list. Git's syntax in all of them. */
import ignore, {type Ignore} from "ignore";

export interface IgnoreFile {
    /** Where it lies, relative to the folder; empty for the folder itself. */
    readonly dir: string;
    readonly text: string;
    /** Where the folder lies, seen from an ignore file above it. */
    readonly prefix?: string;
}

/** Folders that hold no source of the project's own, whatever the ignore files say. */
const neverEntered = new Set([".git", ".hg", ".svn", ".jj", "node_modules", "bower_components", "__pycache__", ".venv", ".tox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".gradle", ".terraform"]);

interface Level {
    readonly dir: string;
    readonly prefix: string;
    readonly rules: Ignore;
    readonly isGit: boolean;
    /** The user's own: no ignore file takes it back. */
    readonly isFinal: boolean;
}

/** Rules that hold in a directory and below: those of the directories above, then its own. Immutable. */
export class IgnoreRules {
    readonly #levels: readonly Level[];
    readonly #entered: ReadonlySet<string>;

    private constructor(levels: readonly Level[], entered: ReadonlySet<string>) {
        this.#levels = levels;
        this.#entered = entered;
    }

    /**
     * @param patterns the user's exclusions and `files.exclude`, in git's syntax; they can't be taken back by an ignore file
     * @param entered names of folders to enter although they are left out by habit (`node_modules`, for benchmarks)
     */
    static of(patterns: readonly string[], entered: readonly string[] = []): IgnoreRules {
        return new IgnoreRules(patterns.length === 0 ? [] : [{dir: "", prefix: "", rules: parsed(patterns), isGit: false, isFinal: true}], new Set(entered));
    }

    /** The rules with those of an ignore file. */
    with({dir, text, prefix = ""}: IgnoreFile, isGit: boolean): IgnoreRules {
        return new IgnoreRules([...this.#levels, {dir, prefix, rules: parsed(text), isGit, isFinal: false}], this.#entered);
    }

    /** The rules inside another repository (a submodule): the outer one's git rules end there. */
    inNestedRepository(): IgnoreRules {
        return new IgnoreRules(this.#levels.filter(({isGit}) => !isGit), this.#entered);
    }

    /** Whether an ignore file above the folder leaves the whole of it out. */
    get ignoresFolder(): boolean {
        return this.#levels.some(({prefix, rules}) => prefix !== "" && rules.ignores(`${prefix}/`));
    }

    /** @param path relative to the folder, no slash at the end */
    ignores(path: string, isDirectory: boolean): boolean {
        if (isDirectory && this.#isNeverEntered(path))
            return true;
        let verdict = false;
        for (const {dir, prefix, rules, isFinal} of this.#levels) {
            const inside = dir === "" ? path : path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : "";
            if (inside === "" || inside.startsWith("../"))
                continue;
            const {ignored, unignored} = rules.test(`${prefix === "" ? "" : `${prefix}/`}${inside}${isDirectory ? "/" : ""}`);
            if (ignored && isFinal)
                return true;
            verdict = ignored || (verdict && !unignored);
        }
        return verdict;
    }

    #isNeverEntered(path: string): boolean {
        const name = path.slice(path.lastIndexOf("/") + 1);
        return neverEntered.has(name) && !this.#entered.has(name);
    }
}

function parsed(patterns: string | readonly string[]): Ignore {
    // Paths are what the file system gave: names may hold anything, a line break included.
    const rules = ignore({allowRelativePaths: true, ignorecase: false});
    for (const line of typeof patterns === "string" ? patterns.split(/\r?\n/) : patterns)
        addLine(rules, line);
    return rules;
}

/** A path is tried in every way in which the `**`s of a pattern can share it out: with seven of them, one deep path can take minutes. Nobody writes so many. */
const mostDoubleStars = 4;

/** A pattern that makes no valid expression is left out, as git does. */
function addLine(rules: Ignore, line: string): void {
    if (line.split("**").length > mostDoubleStars + 1)
        return;
    try {
        rules.add(line);
    } catch {
        // An unfinished character class, for instance: git matches nothing with it.
    }
}

/** A workspace's settings may bring globs as well, and thirty pairs of braces make a thousand million patterns: more than these are left out. */
const mostPatterns = 1_000;
/** Nobody writes so many pairs of braces in one glob: it is left out. Each costs as many copies of the rest as there are patterns. */
const mostBraces = 60;

/** A VS Code glob as patterns of git's syntax: braces are written out, the first of them where there are very many. */
export function gitPatternsOf(glob: string): string[] {
    if (glob.split("{").length > mostBraces + 1)
        return [];
    let patterns = [glob];
    while (patterns.some((pattern) => braces.test(pattern)))
        patterns = patterns.flatMap(withoutBraces).slice(0, mostPatterns);
    return patterns;
}

/** The first pair of braces, with nothing in it that opens another. */
const braces = /^([^{]*)\{([^{}]*)\}(.*)$/s;

/** The patterns that the first pair of braces stands for. */
function withoutBraces(glob: string): string[] {
    const pair = braces.exec(glob);
    return pair?.[2] === undefined ? [glob] : pair[2].split(",", mostPatterns).map((choice) => `${pair[1] ?? ""}${choice}${pair[3] ?? ""}`);
}
