/**
 * Commands and settings, in one typed table. package.json repeats them because VS Code reads it;
 * test/unit/manifest.test.ts holds the two equal, and host/commands registers every member (a missing one does not compile).
 */
import type {AdapterSetting} from "./adapters/wish.js";
import type {ShowMode} from "./completion/confidence.js";
import type {RelatedSource} from "./index/related/types.js";

export const Command = {
    triggerCompletion: "hearth.triggerCompletion",
    toggle: "hearth.toggle",
    toggleForLanguage: "hearth.toggleForLanguage",
    toggleForWorkspace: "hearth.toggleForWorkspace",
    snooze: "hearth.snooze",
    selectModel: "hearth.selectModel",
    selectDraftModel: "hearth.selectDraftModel",
    openModelFolder: "hearth.openModelFolder",
    selectAdapter: "hearth.selectAdapter",
    importAdapter: "hearth.importAdapter",
    adapterDetails: "hearth.adapterDetails",
    compareAdapters: "hearth.compareAdapters",
    disableAdapterForWorkspace: "hearth.disableAdapterForWorkspace",
    calibrate: "hearth.calibrate",
    searchIndex: "hearth.searchIndex",
    showContext: "hearth.showContext",
    rebuildIndex: "hearth.rebuildIndex",
    stopIndexing: "hearth.stopIndexing",
    showStatistics: "hearth.showStatistics",
    privacyReport: "hearth.privacyReport",
    exportPrivacyReport: "hearth.exportPrivacyReport",
    deleteAllData: "hearth.deleteAllData",
    restartEngine: "hearth.restartEngine",
    showLog: "hearth.showLog",
    showMenu: "hearth.showMenu",
    openWalkthrough: "hearth.openWalkthrough"
} as const;
export type CommandId = typeof Command[keyof typeof Command];

/** Every setting with its type and default. */
export interface Settings {
    /** Whether completions are offered as the user types. Can be set per language. */
    readonly "hearth.completion.enabled": boolean;
    /** How sure the model must be before something is shown. */
    readonly "hearth.completion.show": ShowMode;
    /** Ask ahead for what comes after a shown suggestion. */
    readonly "hearth.completion.workAhead": boolean;
    /** Most tokens a completion may have. */
    readonly "hearth.completion.maxTokens": number;
    /** What of the workspace completions are given; empty: nothing of other files. */
    readonly "hearth.completion.context": readonly RelatedSource[];
    /** Whether the workspace is indexed. */
    readonly "hearth.index.enabled": boolean;
    /** What is left out of the index, in the syntax of .gitignore. */
    readonly "hearth.index.exclude": readonly string[];
    /** Absolute path of a GGUF embedding model with which the search also finds by meaning; empty: none. */
    readonly "hearth.index.embeddings": string;
    /** Most tokens of an answer in the chat. */
    readonly "hearth.chat.maxTokens": number;
    /** What happens to the oldest messages of a conversation that fills the model's window. */
    readonly "hearth.chat.whenFull": "summarize" | "drop";
    /** Days that a conversation is kept after its last message; 0: until it is deleted. */
    readonly "hearth.chat.days": number;
    /** Whether Hearth counts, on this machine only, what becomes of its suggestions, edits and answers. */
    readonly "hearth.statistics.enabled": boolean;
    /** Days that this record is kept. */
    readonly "hearth.statistics.days": number;
    /** Absolute path of the GGUF model; empty means the best one found. */
    readonly "hearth.model.path": string;
    /** Absolute path of a small GGUF model of the same vocabulary that guesses what the model writes; empty: none. */
    readonly "hearth.model.draft": string;
    readonly "hearth.model.gpu": "auto" | "off";
    /** Which LoRA adapters speak with the model: `auto`, `none`, one by name or path, or a list with scales. Each folder can have its own. */
    readonly "hearth.adapter": AdapterSetting;
    /** The same for chat, edits and the other answers: an adapter that was trained on completions seldom helps them. */
    readonly "hearth.chat.adapter": AdapterSetting;
    /** Tokens of context to allocate. */
    readonly "hearth.model.contextSize": number;
    /** Evaluation threads; 0 means the physical cores. */
    readonly "hearth.model.threads": number;
    /** Run model and index only if the system keeps their processes from the network. */
    readonly "hearth.privacy.requireSandbox": boolean;
}
export type SettingId = keyof Settings;

export const settingDefaults: Settings = {
    "hearth.completion.enabled": true,
    "hearth.completion.show": "balanced",
    "hearth.completion.workAhead": true,
    "hearth.completion.maxTokens": 96,
    "hearth.completion.context": ["file", "imports", "names", "siblings", "tests", "recent", "similar"],
    "hearth.index.enabled": true,
    "hearth.index.exclude": [],
    "hearth.index.embeddings": "",
    "hearth.chat.maxTokens": 1024,
    "hearth.chat.whenFull": "summarize",
    "hearth.chat.days": 0,
    "hearth.statistics.enabled": true,
    "hearth.statistics.days": 90,
    "hearth.model.path": "",
    "hearth.model.draft": "",
    "hearth.model.gpu": "auto",
    "hearth.adapter": "auto",
    "hearth.chat.adapter": "none",
    "hearth.model.contextSize": 4096,
    "hearth.model.threads": 0,
    "hearth.privacy.requireSandbox": false
};
