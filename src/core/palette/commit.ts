/** Commit messages from a diff, in the style of the repository. */
import type {ChatQuery} from "../chat/types.js";
import {withoutHidden} from "../text/hidden.js";

/** Characters of a diff that are read: what a small window holds. Tokens of a diff are short. */
const longestDiff = 7_000;
const examples = 6;
const conventional = /^(?:feat|fix|docs|style|refactor|perf|test|build|ci|chore|revert)(?:\([^)]+\))?!?: /;

/** Whether most of the last messages follow the conventional-commits form. */
export function usesConventionalCommits(messages: readonly string[]): boolean {
    const subjects = messages.map(subjectOf).filter((subject) => subject !== "" && !subject.startsWith("Merge "));
    return subjects.length > 0 && subjects.filter((subject) => conventional.test(subject)).length * 2 > subjects.length;
}

/** @param messages of the last commits, the newest first */
export function commitQuery(diff: string, messages: readonly string[]): ChatQuery {
    const subjects = messages.map(subjectOf).filter((subject) => subject !== "" && !subject.startsWith("Merge ")).slice(0, examples);
    const style = usesConventionalCommits(messages)
        ? "Use the conventional commits form: type(scope): subject." : "Write the subject in the imperative, capitalized, without a full stop at the end.";
    const log = subjects.length === 0 ? "" : `The last commits of this repository, as examples of its style:\n${subjects.map((subject) => `- ${subject}`).join("\n")}\n\n`;
    return {
        lane: "task", maxTokens: 120, temperature: 0,
        system: `You write Git commit messages. Reply with the message and nothing else: a subject of at most 72 characters; a short body only if the reason is not obvious. ${style}`,
        turns: [{role: "user", text: `${log}The changes:\n\`\`\`diff\n${shortDiff(diff)}\n\`\`\`\n\nWrite the commit message.`}]
    };
}

/** The message out of an answer: without fences, quotes and the words that small models put before it. */
export function commitMessage(answer: string): string {
    const visible = withoutHidden(answer);
    const unfenced = /```[^\n]*\n([\s\S]*?)\n?```/.exec(visible)?.[1] ?? visible;
    const lines = unfenced.trim().split("\n");
    const [first = ""] = lines;
    if (lines.length > 1 && /^(?:here|commit message|the commit message|sure)\b.*:$/i.test(first.trim()))
        lines.shift();
    const text = lines.join("\n").trim().replace(/^(?:commit message|subject):\s*/i, "");
    return /^(["'`])([^\n]*)\1$/.exec(text)?.[2] ?? text;
}

/** A diff that fits: every file gets its share, so that the last one is not left out for the first one's sake. */
export function shortDiff(diff: string, longest = longestDiff): string {
    // What a lock file says is noise, and long.
    const files = diff.split(/^(?=diff --git )/m).filter((file) => file.trim() !== "").map((file) =>
        /^diff --git .*(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|Cargo\.lock|poetry\.lock|go\.sum)$/m.test(file) ? file.split("\n").slice(0, 1).join("\n") + "\n(lock file)\n" : file);
    const total = files.reduce((sum, {length}) => sum + length, 0);
    if (total <= longest)
        return files.join("").trimEnd();
    const share = Math.floor(longest / files.length);
    return files.map((file) => file.length <= share ? file : `${file.slice(0, share)}\n… (cut)\n`).join("").slice(0, longest + 20 * files.length).trimEnd();
}

function subjectOf(message: string): string {
    return message.split("\n", 1)[0]?.trim() ?? "";
}
