/** Typed reading and writing of Hearth's settings. Defaults come from the manifest, which a test holds equal to core/contributions. */
import * as vscode from "vscode";

import {settingDefaults, type SettingId, type Settings} from "../core/contributions.js";

/** Where a setting is read for: a document (language and folder count), a folder, or the window. */
export type SettingScope = vscode.ConfigurationScope | undefined;

export function setting<K extends SettingId>(id: K, scope?: SettingScope): Settings[K] {
    return vscode.workspace.getConfiguration(undefined, scope ?? null).get<Settings[K]>(id, settingDefaults[id]);
}

export async function changeSetting<K extends SettingId>(
    id: K, value: Settings[K] | undefined, target: vscode.ConfigurationTarget, scope?: SettingScope, inLanguage = false
): Promise<void> {
    await vscode.workspace.getConfiguration(undefined, scope ?? null).update(id, value, target, inLanguage);
}

/** The settings that the engine must start afresh for. */
export const engineSettings: readonly SettingId[] = [
    "hearth.model.path", "hearth.model.draft", "hearth.model.gpu", "hearth.model.contextSize", "hearth.model.threads", "hearth.privacy.requireSandbox"
];
