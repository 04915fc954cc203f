/** The commands of chat, edits and the palette, as core/contributions.ts has the others. */
export const ChatCommand = {
    open: "hearth.chat.open",
    newConversation: "hearth.chat.new",
    history: "hearth.chat.history",
    export: "hearth.chat.export",
    deleteAll: "hearth.chat.deleteAll",
    attachSelection: "hearth.chat.attachSelection",
    attachFile: "hearth.chat.attachFile",
    editSelection: "hearth.edit.selection",
    acceptEdit: "hearth.edit.accept",
    rejectEdit: "hearth.edit.reject",
    retryEdit: "hearth.edit.retry",
    explain: "hearth.explain",
    fix: "hearth.fix",
    addDocs: "hearth.addDocs",
    writeTests: "hearth.writeTests",
    simplify: "hearth.simplify",
    generate: "hearth.generate",
    suggestNames: "hearth.suggestNames",
    commitMessage: "hearth.commitMessage",
    reviewChanges: "hearth.reviewChanges",
    explainTerminal: "hearth.explainTerminal"
} as const;
export type ChatCommandId = typeof ChatCommand[keyof typeof ChatCommand];

/** Id of the chat's view, and of the place in the activity bar that holds it. */
export const chatViewId = "hearth.chat", chatContainerId = "hearth";
