/** Better names for something in the code. */
import type {ChatQuery} from "../chat/types.js";

const wanted = 5;

/** @param code the lines around the name */
export function namesQuery(name: string, languageId: string, code: string): ChatQuery {
    return {
        lane: "task", maxTokens: 120, temperature: 0,
        system: "You name things in code: precise, short, in the style of the code around.",
        turns: [{role: "user", text: `\`\`\`${languageId}\n${code}\n\`\`\`\n\nSuggest ${String(wanted)} better names for \`${name}\` here, the best one first.`}],
        schema: {type: "object", properties: {names: {type: "array", items: {type: "string"}, minItems: wanted, maxItems: wanted}}}
    };
}

/** The names of an answer that are names, and are not the one that is there. */
export function namesOf(answer: string, name: string): string[] {
    let parsed: unknown;
    try {
        parsed = JSON.parse(answer);
    } catch {
        return []; // cut off at the limit
    }
    const names: readonly unknown[] = typeof parsed === "object" && parsed !== null && "names" in parsed && Array.isArray(parsed.names) ? parsed.names : [];
    return [...new Set(names.filter((each): each is string => typeof each === "string" && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(each) && each !== name))];
}
