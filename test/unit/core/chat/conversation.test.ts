import {describe, expect, it} from "vitest";

import {promptOf, slashCommands, typedCommand, userCommand} from "../../../../src/core/chat/commands.js";
import {
    asMarkdown, before, branchesAt, type ChatMessage, choosing, type Conversation, newConversation, shownPath, titleOf, turnsOf, withMessage
} from "../../../../src/core/chat/conversation.js";

const message = (id: string, parent: string | undefined, role: "user" | "assistant", text = id): ChatMessage => ({id, parent, role, text, attachments: [], createdAt: 0});

function talk(...messages: ChatMessage[]): Conversation {
    return messages.reduce((conversation, each) => withMessage(conversation, each, 1), newConversation("c", 0));
}

const ids = (conversation: Conversation) => shownPath(conversation).map(({id}) => id);

describe("a conversation", () => {
    const base = talk(message("q1", undefined, "user", "How?"), message("a1", "q1", "assistant"), message("q2", "a1", "user"), message("a2", "q2", "assistant"));

    it("is named by its first question", () => {
        expect(base.title).toBe("How?");
        expect(titleOf(`  a\n b ${"long ".repeat(40)}`).length).toBeLessThanOrEqual(60);
    });

    it("keeps the old branch when a question is edited, and can go back", () => {
        const edited = withMessage(before(base, "q2"), message("q2b", "a1", "user"), 2);
        expect(ids(edited)).toEqual(["q1", "a1", "q2b"]);
        expect(branchesAt(edited, "q2b")).toEqual(["q2", "q2b"]);
        expect(ids(choosing(edited, "q2"))).toEqual(["q1", "a1", "q2", "a2"]);
    });

    it("keeps the old answer when asked again", () => {
        const again = withMessage(before(base, "a2"), message("a2b", "q2", "assistant"), 2);
        expect(ids(again)).toEqual(["q1", "a1", "q2", "a2b"]);
        expect(branchesAt(again, "a2b")).toEqual(["a2", "a2b"]);
    });

    it("edits the very first question", () => {
        const edited = withMessage(before(base, "q1"), message("q1b", undefined, "user"), 2);
        expect(ids(edited)).toEqual(["q1b"]);
        expect(branchesAt(edited, "q1b")).toEqual(["q1", "q1b"]);
    });

    it("updates a message in place while it is written", () => {
        const updated = withMessage(base, {...message("a2", "q2", "assistant"), text: "more"}, 3);
        expect(updated.messages).toHaveLength(4);
        expect(shownPath(updated).at(-1)?.text).toBe("more");
    });

    it("gives the model turns that alternate, without questions that got no answer", () => {
        const failed = talk(message("q1", undefined, "user"), message("a1", "q1", "assistant", ""), {...message("q2", "a1", "user", "/fix"), prompt: "Fix it."});
        expect(turnsOf(shownPath(failed))).toEqual([{role: "user", text: "Fix it.", attachments: []}]);
    });

    it("does not hang on a stored circle", () => {
        const circle: Conversation = {...base, messages: [message("x", "y", "user"), message("y", "x", "assistant")], leaf: "x"};
        expect(shownPath(circle).length).toBeLessThan(5);
        expect(choosing(circle, "x").leaf).toBeDefined();
    });

    it("is exported as Markdown", () => {
        expect(asMarkdown(base)).toBe("# How?\n\n## Question\n\nHow?\n\n## Answer\n\na1\n\n## Question\n\nq2\n\n## Answer\n\na2\n");
    });
});

describe("slash commands", () => {
    it("are told from text", () => {
        expect(typedCommand("/fix the loop\nplease")).toEqual({name: "fix", rest: "the loop\nplease"});
        expect(typedCommand("/tests")).toEqual({name: "tests", rest: ""});
        expect(typedCommand("why /fix?")).toBeUndefined();
        expect(typedCommand("/usr/bin/env")).toBeUndefined();
    });

    it("put what was typed behind the instruction, or in its place", () => {
        expect(promptOf({instruction: "Do."}, "now")).toBe("Do.\n\nnow");
        expect(promptOf({instruction: "Do {{input}} twice."}, "$& it")).toBe("Do $& it twice.");
    });

    it("are short", () => {
        expect(slashCommands.filter(({instruction}) => instruction.length > 300)).toEqual([]);
    });

    it("come from the user's files as well", () => {
        expect(userCommand("Changelog.md", "# Write a line\n\nWrite a changelog line for {{input}}.")).toEqual({
            name: "changelog", description: "Write a line", instruction: "Write a changelog line for {{input}}.", attaches: ["selection"]
        });
        expect(userCommand("a.md", "---\r\ndescription: \"Mine\"\r\n---\r\nDo it.")?.description).toBe("Mine");
        expect(userCommand("fix.md", "Mine")).toBeUndefined();
        expect(userCommand("a b.md", "Mine")).toBeUndefined();
        expect(userCommand("empty.md", "# Only a heading\n\n")).toBeUndefined();
    });
});
