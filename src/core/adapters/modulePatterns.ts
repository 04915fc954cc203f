/**
 * PEFT's `rank_pattern` and `alpha_pattern`: values for the modules whose path ends in what a regular expression matches. The expression comes from the
 * file, so only a part of the language is taken that can't be made to run for minutes: names, dots, `\d+`, `.*` and plain alternatives.
 */

export interface ModulePattern {
    readonly expression: RegExp;
    readonly value: number;
}

const mostPatternCharacters = 256;
/** Each wildcard multiplies the time by the length of the name. */
const mostWildcards = 2;
const mostGroups = 4;

/** Each piece begins differently or ends at once, so that this expression itself takes linear time. */
const allowed = /^(?:[\w-]|\.\*?|\\\.|\\d\+?|\[0-9\]\+?|\||\^|\((?:\?:)?|\))*\$?$/u;

/**
 * The pattern that PEFT would match (`(.*\.)?(KEY)$` from the start of the module's path), or undefined when it uses more of the language than is taken.
 */
export function compilePattern(key: string, value: number): ModulePattern | undefined {
    if (key.length > mostPatternCharacters || !allowed.test(key) || count(key, ".*") > mostWildcards || count(key, "(") > mostGroups)
        return undefined;
    try {
        return {expression: new RegExp(String.raw`^(?:.*\.)?(?:${key})$`, "u"), value};
    } catch (error) {
        // Parentheses that do not match, for instance.
        if (error instanceof SyntaxError)
            return undefined;
        throw error;
    }
}

/** The value of the first pattern that matches the module's path. */
export function patternValue(patterns: readonly ModulePattern[], module: string): number | undefined {
    return patterns.find(({expression}) => expression.test(module))?.value;
}

function count(text: string, piece: string): number {
    return text.split(piece).length - 1;
}
