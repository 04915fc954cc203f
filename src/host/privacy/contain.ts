/** What keeps Hearth's processes from the network, as this machine and the settings have it. */
import os from "node:os";
import path from "node:path";
import type * as vscode from "vscode";

import type {Containment} from "../../system/process/supervisor.js";
import {Sandbox} from "../../system/privacy/sandbox.js";
import {setting} from "../settings.js";

/** @param onStatus told whenever a process has been tested */
export function contain(extension: vscode.ExtensionContext, log: vscode.LogOutputChannel, onStatus: () => void): Containment {
    return {
        sandbox: new Sandbox({
            folder: path.join(extension.extensionPath, "dist"), home: os.homedir(), log: (message) => log.info(message),
            writable: [extension.globalStorageUri.fsPath, ...extension.storageUri === undefined ? [] : [extension.storageUri.fsPath]]
        }),
        isRequired: () => setting("hearth.privacy.requireSandbox"), onStatus
    };
}
