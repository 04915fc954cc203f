/** Tells, once each time, that a database was damaged and where it lies now. */
import * as vscode from "vscode";

import type {DatabaseClient} from "../system/store/databaseThread.js";
import type {DatabaseKind} from "../system/store/messages.js";

export function tellDamaged<K extends DatabaseKind>(store: DatabaseClient<K>, log: vscode.LogOutputChannel): void {
    store.onDamaged(({message}) => {
        log.warn(message);
        void vscode.window.showWarningMessage(message);
    });
}
