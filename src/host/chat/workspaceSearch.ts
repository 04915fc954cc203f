/** What the index finds for a question, as attachments. */
import type {Attachment} from "../../core/chat/types.js";
import {shownPath, uriOf} from "../index/hitPlace.js";
import type {IndexHost} from "../index/indexHost.js";

/** Pieces of code attached at most: a small window holds no more beside the question and its answer. */
const mostHits = 5;
/** An answer takes seconds anyway: so long may the question's vector take, if there is an embedding model. */
const vectorPatienceMs = 3_000;

export class WorkspaceSearch {
    readonly #index: IndexHost;
    #lastId = 0;

    constructor(index: IndexHost) {
        this.#index = index;
    }

    /** Whether there is an index that can answer now. */
    get available(): boolean {
        return ["ready", "indexing", "paused"].includes(this.#index.state.kind);
    }

    /** Stands for the search among what is attached, until the question is known. */
    placeholder(): Attachment {
        return {id: "search", kind: "search", title: "Workspace search", languageId: "", text: ""};
    }

    /**
     * What is found for a question, best first; each piece with the place that it is from.
     * @throws HearthError `index.notReady`, `engine.crashed`
     */
    async find(question: string): Promise<Attachment[]> {
        const hits = await this.#index.search({query: question, limit: mostHits}, vectorPatienceMs);
        return hits.map((hit) => {
            const {startLine, endLine, languageId, text} = hit;
            const [from, to] = [startLine + 1, Math.max(startLine, endLine) + 1];
            const uri = uriOf(hit).with({fragment: `L${String(from)},${String(to)}`});
            return {id: `found${String(++this.#lastId)}`, kind: "search", title: `${shownPath(hit)}:${String(from)}-${String(to)}`, languageId, text, source: uri.toString()};
        });
    }
}
