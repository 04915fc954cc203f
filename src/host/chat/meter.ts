/** How many tokens a conversation and what is attached to the next question take, and how many fit. */
import {renderAttachment} from "../../core/chat/attachments.js";
import {chatSystem} from "../../core/chat/commands.js";
import type {Attachment, ChatOutcome, ChatTurn} from "../../core/chat/types.js";
import type {ChatEngine} from "../../system/chat/chatEngine.js";

export class Meter {
    readonly #engine: ChatEngine;
    readonly #tokens = new Map<string, number>();
    #used: number | undefined;
    #window: number | undefined;

    constructor(engine: ChatEngine) {
        this.#engine = engine;
    }

    /** Tokens that fit; undefined while no model has said. */
    get window(): number | undefined {
        return this.#window;
    }

    /** Tokens of an attachment; undefined until counted. */
    of(id: string): number | undefined {
        return this.#tokens.get(id);
    }

    /** Tokens of the conversation with what is attached to its next question; undefined until counted. */
    used(attached: readonly Attachment[]): number | undefined {
        return this.#used === undefined ? undefined : attached.reduce((sum, {id}) => sum + (this.#tokens.get(id) ?? 0), this.#used);
    }

    /** An answer says what its conversation takes. */
    answered({cost, windowTokens}: ChatOutcome): void {
        this.#used = cost.promptTokens + cost.writtenTokens;
        this.#window = windowTokens;
    }

    /** Another conversation, or another branch: to be counted anew. */
    forget(): void {
        this.#used = undefined;
    }

    /**
     * Counts what is not counted yet.
     * @throws HearthError `engine.notReady`
     */
    async count(attached: readonly Attachment[], turns: readonly ChatTurn[]): Promise<void> {
        const uncounted = attached.filter(({id}) => !this.#tokens.has(id));
        const past = this.#used === undefined ? turns : [];
        const {tokens, windowTokens} = await this.#engine.measure([
            chatSystem, ...uncounted.map(renderAttachment), ...past.flatMap(({text, attachments = []}) => [text, ...attachments.map(renderAttachment)])
        ]);
        for (const [i, {id}] of uncounted.entries())
            this.#tokens.set(id, tokens[i + 1] ?? 0);
        this.#window = windowTokens;
        this.#used ??= (tokens[0] ?? 0) + tokens.slice(1 + uncounted.length).reduce((sum, each) => sum + each, 0);
    }
}
