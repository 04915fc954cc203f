/** What the parts of the host share. Built once in extension.ts. */
import type * as vscode from "vscode";

import type {CompletionService} from "../core/completion/service.js";
import type {Engine} from "../system/engine/engine.js";
import type {AdapterChoice} from "./adapters/adapterChoice.js";
import type {Chat} from "./chat/start.js";
import type {Enablement} from "./completion/enablement.js";
import type {IndexHost} from "./index/indexHost.js";
import type {RelatedContext} from "./index/relatedContext.js";
import type {Calibrator} from "./models/calibrator.js";
import type {ModelChoice} from "./models/modelChoice.js";
import type {ReadOnlyPages} from "./readOnlyPage.js";
import type {StatisticsPanel} from "./statistics/panel.js";

export interface HearthContext {
    readonly extension: vscode.ExtensionContext;
    readonly log: vscode.LogOutputChannel;
    readonly engine: Engine;
    readonly completion: CompletionService;
    readonly enablement: Enablement;
    readonly models: ModelChoice;
    readonly adapters: AdapterChoice;
    readonly index: IndexHost;
    readonly related: RelatedContext;
    readonly pages: ReadOnlyPages;
    readonly calibrator: Calibrator;
    readonly statistics: StatisticsPanel;
    readonly chat: Chat;
}
