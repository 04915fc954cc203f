/** The state of the model process and its model: one discriminated union, shown in the status bar. */
import type {ErrorData} from "../errors.js";
import type {LoadedModel} from "../models/modelInfo.js";

export type EngineState =
    | {readonly kind: "noModel"}
    | {readonly kind: "verifying"; readonly modelPath: string; /** 0..1 */ readonly fraction: number}
    | {readonly kind: "loading"; readonly modelPath: string; /** 0..1 */ readonly fraction: number}
    | {readonly kind: "ready"; readonly model: LoadedModel}
    | {readonly kind: "busy"; readonly model: LoadedModel}
    | {readonly kind: "restarting"; readonly attempt: number; readonly delayMs: number; readonly reason: string}
    | {readonly kind: "failed"; readonly error: ErrorData};

export type EngineStateKind = EngineState["kind"];

/** The model in force, when there is one that answers. */
export function modelOf(state: EngineState): LoadedModel | undefined {
    return state.kind === "ready" || state.kind === "busy" ? state.model : undefined;
}
