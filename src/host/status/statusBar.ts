/** The status-bar item: what the engine is doing, in a word and in a tooltip. */
import path from "node:path";
import * as vscode from "vscode";

import type {AdaptersInForce} from "../adapters/adapterChoice.js";
import {Command} from "../../core/contributions.js";
import type {DraftTally} from "../../core/engine/draftTally.js";
import type {EngineState} from "../../core/engine/state.js";
import type {LoadedModel} from "../../core/models/modelInfo.js";
import {describeSandbox, type SandboxStatus} from "../../core/privacy/sandbox.js";
import type {InitializeResult} from "../../protocol/messages.js";

export interface StatusInput {
    readonly state: EngineState;
    readonly info: InitializeResult | undefined;
    /** What the draft model has done, where there is one. */
    readonly drafts: DraftTally;
    /** Whether completions are on for the active document. */
    readonly on: boolean;
    /** The adapters in force there. */
    readonly adapters: AdaptersInForce;
    /** One line about the index. */
    readonly index: string;
    /** Whether the processes are kept from the network; undefined before that is known. */
    readonly sandboxes: {readonly engine: SandboxStatus | undefined; readonly index: SandboxStatus | undefined; readonly embedding: SandboxStatus | undefined};
    /** Milliseconds since the epoch, or 0. */
    readonly snoozedUntil: number;
}

interface Look {
    readonly icon: string;
    readonly text: string;
    readonly tooltip: string;
    readonly severity?: "warning" | "error";
}

export class StatusBar implements vscode.Disposable {
    readonly #item = vscode.window.createStatusBarItem("hearth.status", vscode.StatusBarAlignment.Right, 100);

    constructor() {
        this.#item.name = "Hearth";
        this.#item.command = Command.showMenu;
        this.#item.show();
    }

    show(input: StatusInput): void {
        const look = lookOf(input);
        this.#item.text = `$(${look.icon}) ${look.text}`;
        this.#item.tooltip = new vscode.MarkdownString(look.tooltip);
        this.#item.accessibilityInformation = {label: `${look.text}. ${look.tooltip.replaceAll(/[*`]/g, "")}`};
        this.#item.backgroundColor = look.severity === undefined ? undefined
            : new vscode.ThemeColor(`statusBarItem.${look.severity}Background`);
    }

    dispose(): void {
        this.#item.dispose();
    }
}

function lookOf(input: StatusInput): Look {
    const {state, on, adapters, snoozedUntil} = input;
    switch (state.kind) {
        case "noModel":
            return {icon: "flame", text: "Hearth: no model", severity: "warning",
                tooltip: "**Hearth** has no model yet. Click to choose one, or to see how to get one."};
        case "verifying":
            return {icon: "loading~spin", text: "Hearth: checking",
                tooltip: `**Hearth** is checking \`${path.basename(state.modelPath)}\` (${percent(state.fraction)}).`};
        case "loading":
            return {icon: "loading~spin", text: `Hearth: loading ${percent(state.fraction)}`,
                tooltip: `**Hearth** is loading \`${path.basename(state.modelPath)}\`.`};
        case "restarting":
            return {icon: "sync~spin", text: "Hearth: restarting", severity: "warning",
                tooltip: `**Hearth**'s engine ended unexpectedly (${state.reason}) and is started again (attempt ${String(state.attempt)}).`};
        case "failed":
            return {icon: "error", text: "Hearth: failed", severity: "error", tooltip: `**Hearth**: ${state.error.message}`};
        case "ready":
        case "busy":
            return snoozedUntil > 0
                ? {icon: "bell-slash", text: "Hearth", tooltip: `**Hearth** is snoozed until ${new Date(snoozedUntil).toLocaleTimeString()}.`}
                : {icon: on ? (state.kind === "busy" ? "loading~spin" : "flame") : "circle-slash", text: ["Hearth", ...adapters.names].join(" · "), tooltip: readyTooltip(state.model, input),
                    ...adapters.problem === undefined ? {} : {severity: "warning" as const}};
    }
}

function readyTooltip(model: LoadedModel, {info, drafts, on, adapters, index, sandboxes}: StatusInput): string {
    const where = info === undefined ? "" : info.gpu === false
        ? `${String(info.threads)} CPU threads` : `${info.gpu} (${info.gpuDevices.join(", ")}), ${String(model.gpuLayers)} layers`;
    return [
        `**Hearth** ${on ? "completes code here" : "is off for this file"}; nothing leaves this machine.`,
        `Model: ${model.name}${model.quantization === undefined ? "" : ` ${model.quantization}`}, ${String(Math.round(model.bytes / 1e6))} MB`,
        adapters.problem?.message ?? `Adapter: ${adapters.names.length === 0 ? "none" : adapters.uses.map(({scale}, i) => `${adapters.names[i] ?? ""}${scale === 1 ? "" : ` at ${scale}`}`).join(", ")}`,
        ...draftLine(model, drafts),
        `Runs on: ${where}; context ${String(model.contextSize)} tokens`,
        model.fimFamily === undefined ? "This model can't fill in the middle: it sees only the text before the cursor." : `Fills in the middle (${model.fimFamily}, ${adapters.uses[0]?.layout ?? model.fimLayout})`,
        index,
        networkLine(sandboxes)
    ].join("\n\n");
}

/** Whether the system keeps the processes from the network, in a line. */
function networkLine({engine, index, embedding}: StatusInput["sandboxes"]): string {
    if (engine === undefined)
        return "Network: being tested";
    const loose = [{who: "model", status: engine}, {who: "index", status: index}, {who: "embedding", status: embedding}].find(({status}) => status !== undefined && status.kind !== "enforced");
    return loose?.status === undefined ? "Network: none, and each start proves it" : `Network: the ${loose.who} process ${describeSandbox(loose.status)}`;
}

function draftLine({draft, draftProblem}: LoadedModel, drafts: DraftTally): string[] {
    if (draftProblem !== undefined)
        return [draftProblem.message];
    return draft === undefined ? [] : [`Draft model: ${draft.name}, ${String(Math.round(draft.bytes / 1e6))} MB; ${drafts.describe()}`];
}

function percent(fraction: number): string {
    return `${String(Math.round(fraction * 100))} %`;
}
