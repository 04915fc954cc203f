// What Hearth promises about privacy and security, each with the tests that hold it. docs/SECURITY-TESTS.md is made of it and of their last results.
// @ts-check

/**
 * @typedef {object} Held
 * @property {string} file of the repository
 * @property {string} [title] part of the test's title; without it all tests of the file count
 *
 * @typedef {object} Pledge
 * @property {string} promise one sentence
 * @property {readonly Held[]} by
 */

/** @type {(kind: string) => (file: string, title?: string) => Held} */
const testsOf = (kind) => (file, title) => ({file: `test/${kind}/${file}.test.ts`, ...title === undefined ? {} : {title}});
const unit = testsOf("unit"), model = testsOf("model"), e2e = testsOf("e2e"), page = testsOf("pages");
/** @type {(title: string) => Held} */
const chatPage = (title) => page("chat", title);

/** @type {Readonly<Record<string, readonly Pledge[]>>} */
export const pledges = {
    "No network": [
        {promise: "No bundle has a network module, a downloader or a web request, minified or not.", by: [unit("packaging/checkBundles"), unit("packaging/vsix", "holds no way to the network")]},
        {promise: "The one program that tries to reach a network, to prove that it can't, does nothing else and may not grow.", by: [unit("privacy/networkProbe")]},
        {promise: "Model and index processes are started without a network; each start proves it, and what is not enforced is called so.", by: [unit("privacy/sandbox"), unit("privacy/judge"), unit("privacy/wrap")]},
        {promise: "The whole main job works without a network, and no process makes a socket that could leave the machine.", by: [{file: "scripts/prove-offline.mjs"}]},
        {promise: "The privacy report shows every open socket of Hearth's processes, what is kept, and hashes of what is loaded.", by: [unit("privacy/openSockets"), unit("privacy/report"), page("privacy"), e2e("palette", "reports what keeps the code")]},
        {promise: "The README and the pages load nothing from the web.", by: [unit("packaging/vsix", "has a README that loads no picture"), chatPage("could not load anything")]}
    ],
    "Stored data": [
        {promise: "What is kept can be read by its owner alone.", by: [unit("system/chatStore", "keeps others of this machine")]},
        {promise: "One command deletes all that Hearth keeps, after a question that lists it.", by: [e2e("palette", "deletes all that was kept")]},
        {promise: "Conversations and figures have a retention; what is deleted leaves no text on the disk.", by: [unit("system/chatStore", "removes what is older"), unit("system/chatStore", "deletes for good"), unit("system/statisticsStore", "forgets what is too old")]},
        {promise: "The local record holds no code, no file name and no question.", by: [unit("system/statisticsStore", "holds no code")]},
        {promise: "A damaged database is set aside, said so, and made anew.", by: [unit("system/storeFaults", "damaged")]},
        {promise: "Two windows at once lose nothing.", by: [unit("system/storeFaults", "two windows"), unit("system/statisticsStore", "two windows")]},
        {promise: "A full disk is a sentence, and what was stored before stays.", by: [unit("system/storeFaults", "full disk")]},
        {promise: "The index goes on after an end at any moment.", by: [unit("indexer/faults", "an end at any moment")]},
        {promise: "Files that look like secrets are not indexed.", by: [unit("core/index/secrets")]}
    ],
    "Untrusted content": [
        {promise: "In Restricted Mode open files are completed; nothing is indexed, no prompt of the workspace is read, and none of its settings chooses what is loaded.", by: [e2e("restricted"), unit("manifest", "cannot choose in an untrusted workspace")]},
        {promise: "An adapter that comes with a workspace is loaded only after the user has allowed that very file.", by: [e2e("adapters", "is loaded only after")]},
        {promise: "No text in a file, a question or an answer becomes a control token: every control token of two vocabularies.", by: [model("controlTokens")]},
        {promise: "A published chat template is never run as a program; what Hearth writes in its place gives the same tokens.", by: [model("chatTemplate")]},
        {promise: "Hidden characters end a suggestion, are taken out of edits, and are marked in the chat and in prompts.", by: [unit("core/text/hidden"), chatPage("can hide nothing")]},
        {promise: "A hostile answer loads nothing, runs nothing, and leaves the page responsive.", by: [chatPage("loads nothing and runs nothing"), chatPage("of ten megabytes")]},
        {promise: "Damaged or hostile model files are refused before native code reads them.", by: [unit("models/ggufFuzz"), unit("models/inspect")]},
        {promise: "Damaged or hostile adapters are refused before native code reads them.", by: [unit("adapters/fuzz"), unit("adapters/inspect")]},
        {promise: "Files of any kind are indexed or left out in bounded time and memory.", by: [unit("indexer/faults"), unit("fuzz/indexInputs"), unit("fuzz/parsing"), unit("fuzz/longTexts"), unit("indexer/incremental")]},
        {promise: "No name in a file, an archive or a setting leads out of its folder.", by: [unit("fuzz/paths"), unit("fuzz/wheels")]},
        {promise: "Nothing but ghost text gets into a file without a diff that the user accepts.", by: [e2e("chat", "applies a block of code as a diff"), e2e("palette", "writes the code that a comment describes")]}
    ],
    "Faults": [
        {promise: "A process that crashes, hangs, floods or talks nonsense is ended; every request that waits ends with an error.", by: [unit("process/supervisor"), unit("protocol/connection")]},
        {promise: "Frames arrive whole or are refused, whatever bytes come and wherever they are cut.", by: [unit("fuzz/framing")]},
        {promise: "What a model writes changes nothing outside of the place that it is for.", by: [unit("fuzz/edits"), unit("core/completion/trim")]},
        {promise: "A killed model process comes back and completes; five crashes in three minutes end it with a sentence.", by: [e2e("modelProcess"), model("shutdown")]},
        {promise: "Short of memory, contexts get smaller; then there is one clear sentence and no crash loop.", by: [model("memory"), unit("worker/shrinking")]},
        {promise: "No suggestion is shown in a document or at a text that it was not made for.", by: [unit("core/completion/interleaving"), unit("core/completion/faults")]},
        {promise: "Half an hour of typing, chat and saves, a process killed every minute: nothing lost, no growth, nothing left behind.", by: [{file: "test/soak/soak.test.ts"}]}
    ],
    "Supply chain": [
        {promise: "What ships has a permissive license, listed with its text.", by: [unit("packaging/notices")]},
        {promise: "Two builds of a checkout give the same VSIX, byte by byte, with a bill of materials.", by: [unit("packaging/vsix", "is the same, byte for byte"), unit("packaging/vsix", "holds the bill of materials")]},
        {promise: "Dependencies are pinned to one version; changes to the engine's library fit exactly what is installed.", by: [unit("manifest", "pins every dependency"), unit("packaging/enginePatches")]},
        {promise: "No training file shares a run of 50 tokens with what is held back to measure with.", by: [model("makeExamples", "shares no run of tokens")]}
    ]
};
