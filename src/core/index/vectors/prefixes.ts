/**
 * What a model expects before a question and before a text that is searched. Embedding models are trained with these words; without them they find less. The words are
 * those of each model's card, which is named beside them.
 */

export interface Prefixes {
    readonly query: string;
    readonly document: string;
}

/** What a text is embedded for. */
export type TextRole = keyof Prefixes;

interface Family extends Prefixes {
    /** What the name in the header, or else the file's, must match. */
    readonly name: RegExp;
}

const task = "Given a question about a code base, retrieve the code that answers it";
const passages = "Represent this sentence for searching relevant passages: ";

/** Also what files of these architectures are, whatever their names. */
const nomicText: Family = {name: /nomic[-_ ]?embed/i, query: "search_query: ", document: "search_document: "};
const embeddingGemma: Family = {name: /embedding[-_ ]?gemma/i, query: "task: code retrieval | query: ", document: "title: none | text: "};

/** The first that fits counts: the special ones stand before the general. */
const families: readonly Family[] = [
    // nomic-ai/nomic-embed-code: only questions have one.
    {name: /nomic[-_ ]?embed[-_ ]?code/i, query: "Represent this query for searching relevant code: ", document: ""},
    // nomic-ai/nomic-embed-text-v1.5 and -v2-moe: the prompt “must include a task instruction prefix”.
    nomicText,
    // intfloat/e5-mistral-7b-instruct, intfloat/multilingual-e5-large-instruct.
    {name: /e5[-_ ].*instruct/i, query: `Instruct: ${task}\nQuery: `, document: ""},
    // intfloat/e5-base-v2, intfloat/multilingual-e5-base: each text starts with one of the two.
    {name: /(^|[-_ /])e5[-_ ]/i, query: "query: ", document: "passage: "},
    // BAAI/bge-m3: no instructions.
    {name: /bge[-_ ]?m3/i, query: "", document: ""},
    // BAAI/bge-small-en-v1.5 and its larger kin: an instruction for questions only.
    {name: /bge[-_ ].*[-_ ]en/i, query: passages, document: ""},
    // mixedbread-ai/mxbai-embed-large-v1.
    {name: /mxbai[-_ ]?embed/i, query: passages, document: ""},
    // Snowflake/snowflake-arctic-embed-m-v2.0, -l-v2.0; the first generation has bge's.
    {name: /arctic[-_ ]?embed.*v2/i, query: "query: ", document: ""},
    {name: /arctic[-_ ]?embed/i, query: passages, document: ""},
    // Qwen/Qwen3-Embedding-0.6B: “Instruct: {task}\nQuery:{query}”, nothing for documents.
    {name: /qwen3[-_ ]?embedding/i, query: `Instruct: ${task}\nQuery:`, document: ""},
    // google/embeddinggemma-300m: its prompts for code retrieval.
    embeddingGemma
];

const byArchitecture: ReadonlyMap<string, Family> = new Map([["nomic-bert", nomicText], ["nomic-bert-moe", nomicText], ["gemma-embedding", embeddingGemma]]);

/**
 * @param names of the model, the most telling first: `general.name`, the file's name
 * @param architecture `general.architecture`
 * @returns empty ones for a family that is not known, or that needs none
 */
export function prefixesFor(names: readonly string[], architecture: string): Prefixes {
    const named = names.map((name) => families.find((family) => family.name.test(name))).find((found) => found !== undefined);
    const {query, document} = named ?? byArchitecture.get(architecture) ?? {query: "", document: ""};
    return {query, document};
}
