/** The list of stored conversations: search, open, delete, export. */
import * as vscode from "vscode";

import {asMarkdown, type Conversation} from "../../core/chat/conversation.js";
import {asHearthError} from "../../core/errors.js";
import type {ConversationSummary} from "../../system/chat/storeMessages.js";
import type {ConversationStore} from "../../system/chat/store.js";
import type {ChatController} from "./controller.js";

interface Entry extends vscode.QuickPickItem {
    readonly id: string;
}

const mostShown = 200;
const trash: vscode.QuickInputButton = {iconPath: new vscode.ThemeIcon("trash"), tooltip: "Delete"};

export async function showHistory(store: ConversationStore, controller: ChatController): Promise<void> {
    const pick = vscode.window.createQuickPick<Entry>();
    pick.title = "Hearth: Conversations";
    pick.placeholder = "Search in all conversations of this workspace";
    // The database searches: in the texts, not only in what is shown here.
    const fill = async () => {
        pick.busy = true;
        const asked = pick.value;
        const found = await store.ask("list", asked, mostShown);
        if (pick.value === asked)
            pick.items = found.map((each) => entryOf(each, each.id === controller.conversation.id));
        pick.busy = false;
    };
    const closed = new Promise<void>((resolve) => pick.onDidHide(() => resolve()));
    const refill = () => fill().catch((error: unknown) => {
        pick.hide();
        void vscode.window.showErrorMessage(asHearthError(error).message);
    });
    pick.onDidChangeValue(() => void refill());
    pick.onDidTriggerItemButton(async ({item}) => {
        await controller.remove(item.id);
        await refill();
    });
    pick.onDidAccept(async () => {
        const [chosen] = pick.selectedItems;
        pick.hide();
        if (chosen !== undefined)
            await controller.open(chosen.id);
    });
    pick.show();
    await refill();
    await closed;
    pick.dispose();
}

function entryOf({id, title, updatedAt, messages}: ConversationSummary, current: boolean): Entry {
    return {
        id, label: title || "New conversation", alwaysShow: true, buttons: [trash],
        description: `${current ? "shown · " : ""}${String(messages)} messages`, detail: new Date(updatedAt).toLocaleString()
    };
}

/** Writes a conversation where the person says: Markdown to read, or JSON with all branches. */
export async function exportConversation(conversation: Conversation): Promise<void> {
    if (conversation.messages.length === 0) {
        void vscode.window.showInformationMessage("This conversation is empty: there is nothing to export.");
        return;
    }
    const name = conversation.title.replaceAll(/[^\p{L}\p{N} _-]/gu, "").trim().slice(0, 60) || "conversation";
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
        ...folder === undefined ? {} : {defaultUri: vscode.Uri.joinPath(folder, `${name}.md`)}, filters: {"Markdown": ["md"], "JSON (all branches)": ["json"]}
    });
    if (target === undefined)
        return;
    const text = target.path.endsWith(".json") ? `${JSON.stringify(conversation, undefined, 2)}\n` : asMarkdown(conversation);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
}
