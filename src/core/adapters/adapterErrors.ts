/** The sentences for every way in which an adapter can be unusable. Each names the file and what to do; whatever happens to an adapter, the model goes on without it. */
import {HearthError} from "../errors.js";

const another = "Choose another adapter.";

export const adapterErrors = {
    notFound: (path: string) => new HearthError({
        code: "adapter.notFound", remedy: "none",
        message: `The adapter ${path} does not exist. It was moved or removed; choose another, or import it again.`
    }),
    notLocal: (path: string) => new HearthError({
        code: "adapter.notFound", remedy: "none",
        message: `The adapter “${path}” is not the absolute path of something on a disk of this machine. Hearth never downloads: copy it to a local disk first.`
    }),
    notAFile: (path: string) => new HearthError({
        code: "adapter.notAFile", remedy: "none",
        message: `${path} is a folder or a device, not an adapter file. Name a .gguf file; a PEFT folder is brought in by importing it.`
    }),
    notAFolder: (path: string) => new HearthError({
        code: "adapter.notAFile", remedy: "none",
        message: `${path} is not a folder. Import the folder that holds adapter_config.json and adapter_model.safetensors.`
    }),
    unreadable: (path: string, detail: string) => new HearthError({
        code: "adapter.unreadable", remedy: "none", detail,
        message: `The adapter file ${path} can't be read. Check its permissions, and that the disk it lies on is connected.`
    }),
    notGguf: (path: string) => new HearthError({
        code: "adapter.notAdapter", remedy: "none",
        message: `${path} is not a GGUF adapter file (it doesn't begin with “GGUF”). ${another}`
    }),
    notAdapter: (path: string, what: string) => new HearthError({
        code: "adapter.notAdapter", remedy: "none",
        message: `${path} holds ${what}, not a LoRA adapter. ${another}`
    }),
    notPeft: (folder: string, missing: string) => new HearthError({
        code: "adapter.notAdapter", remedy: "none",
        message: `The folder ${folder} has no ${missing}. Import a folder that holds adapter_config.json and adapter_model.safetensors.`
    }),
    pickle: (path: string, what: string) => new HearthError({
        code: "adapter.pickle", remedy: "none",
        message: `${path} is ${what}: a format that can run code when it is read, so Hearth never opens it. ` +
            "Ask for the safetensors file, or save the adapter again with “safe_serialization=True”."
    }),
    truncated: (path: string, detail: string) => new HearthError({
        code: "adapter.truncated", remedy: "none", detail,
        message: `The adapter file ${path} is incomplete (${detail}). Copy or make it again.`
    }),
    badHeader: (path: string, detail: string) => new HearthError({
        code: "adapter.badHeader", remedy: "none", detail,
        message: `The adapter file ${path} is damaged or hostile (${detail}). Get it again from where it came; if it stays so, do not use it.`
    }),
    unsupportedVersion: (path: string, version: number) => new HearthError({
        code: "adapter.unsupported", remedy: "none",
        message: `${path} is a GGUF adapter of version ${version}; Hearth reads versions 2 and 3. Convert it again with a current llama.cpp.`
    }),
    bigEndian: (path: string) => new HearthError({
        code: "adapter.unsupported", remedy: "none",
        message: `${path} is a big-endian GGUF adapter, which this machine can't run. Convert it again on an ordinary (little-endian) one.`
    }),
    unsupported: (path: string, reason: string) => new HearthError({
        code: "adapter.unsupported", remedy: "none", detail: reason,
        message: `The adapter ${path} can't be used: ${reason}. Train or export it as plain LoRA.`
    }),
    unsupportedArchitecture: (path: string, architecture: string, known: string) => new HearthError({
        code: "adapter.unsupported", remedy: "none",
        message: `${path} can't be imported for a “${architecture}” model. Hearth imports PEFT adapters of ${known}; for others convert it with llama.cpp's convert_lora_to_gguf.py.`
    }),
    doesNotFit: (path: string, reason: string) => new HearthError({
        code: "adapter.doesNotFit", remedy: "none", detail: reason,
        message: `The adapter ${path} does not fit the loaded model (${reason}). Choose an adapter that was trained on this model, or another model.`
    }),
    badWeights: (path: string, tensor: string, what: string) => new HearthError({
        code: "adapter.badWeights", remedy: "none", detail: `${tensor}: ${what}`,
        message: `The adapter ${path} has broken weights (${what} in ${tensor}). Its training went wrong or the file is damaged: train or fetch it again.`
    }),
    outside: (path: string, folder: string) => new HearthError({
        code: "adapter.outside", remedy: "none",
        message: `${path} leads out of the folder ${folder}. Copy the file itself into the folder, then import it again.`
    }),
    exists: (path: string) => new HearthError({
        code: "adapter.exists", remedy: "none",
        message: `There is an adapter ${path} already. Give the new one another name, or say that it may be replaced.`
    }),
    cannotWrite: (path: string, detail: string) => new HearthError({
        code: "adapter.cannotWrite", remedy: "none", detail,
        message: `The adapter can't be written to ${path} (${detail}). Check the permissions there and the space on the disk.`
    }),
    notAllowed: (path: string) => new HearthError({
        code: "adapter.notAllowed", remedy: "none",
        message: `The adapter ${path} comes with the workspace and is not loaded until you allow it. Look at its details first, then allow it there.`
    }),
    changed: (path: string, expected: string, actual: string) => new HearthError({
        code: "adapter.changed", remedy: "none", detail: `expected ${expected}, found ${actual}`,
        message: `The adapter ${path} is not the file that was recorded or allowed (SHA-256 ${actual.slice(0, 12)}…, expected ${expected.slice(0, 12)}…). ` +
            "Look at its details, and allow it again if you replaced it yourself."
    }),
    badSetting: (why: string) => new HearthError({
        code: "adapter.badSetting", remedy: "none",
        message: `The setting “hearth.adapter” can't be understood: ${why}. Choose an adapter with “Hearth: Select Adapter”, which writes it.`
    }),
    unknownName: (name: string) => new HearthError({
        code: "adapter.notFound", remedy: "none",
        message: `There is no adapter “${name}”. Choose one with “Hearth: Select Adapter”, or import it first.`
    }),
    replaced: (path: string) => new HearthError({
        code: "adapter.replaced", remedy: "restart",
        message: `The adapter ${path} was replaced by another file after the engine had loaded it. Restart the engine to use the new one.`
    }),
    unknownLayout: (path: string, layout: string, known: readonly string[]) => new HearthError({
        code: "adapter.unknownLayout", remedy: "none",
        message: `The record of the adapter ${path} names the prompt layout “${layout}”, which Hearth does not know. Write ${known.map((name) => `“${name}”`).join(", ")} there, or nothing.`
    }),
    loadFailed: (path: string, detail: string) => new HearthError({
        code: "adapter.loadFailed", remedy: "showLog", detail,
        message: `The engine could not load the adapter ${path}. The log says why; the model works on without it.`
    })
} as const;
