/** The sentences for every way in which a model file can be unusable. Each names the file and the remedy. */
import {HearthError} from "../errors.js";

const pick = "Choose another model with “Hearth: Select Model”.";

export const modelErrors = {
    notFound: (path: string) => new HearthError({
        code: "model.notFound", remedy: "selectModel",
        message: `The model file ${path} does not exist. ${pick}`
    }),
    notAFile: (path: string) => new HearthError({
        code: "model.notAFile", remedy: "selectModel",
        message: `${path} is a folder or a device, not a model file. Point Hearth at a .gguf file.`
    }),
    unreadable: (path: string, detail: string) => new HearthError({
        code: "model.unreadable", remedy: "selectModel", detail,
        message: `The model file ${path} can't be read. Check its permissions, or choose another with “Hearth: Select Model”.`
    }),
    notGguf: (path: string) => new HearthError({
        code: "model.notGguf", remedy: "selectModel",
        message: `${path} is not a GGUF model file (it doesn't begin with “GGUF”). ${pick}`
    }),
    truncated: (path: string, detail: string) => new HearthError({
        code: "model.truncated", remedy: "selectModel", detail,
        message: `The model file ${path} is incomplete (${detail}). Copy or download it again, or run “npm run model”.`
    }),
    badHeader: (path: string, detail: string) => new HearthError({
        code: "model.badHeader", remedy: "selectModel", detail,
        message: `The model file ${path} has a damaged or hostile header (${detail}). ${pick}`
    }),
    unsupportedVersion: (path: string, version: number) => new HearthError({
        code: "model.unsupportedVersion", remedy: "selectModel",
        message: `${path} is a GGUF file of version ${version}; Hearth reads versions 2 and 3. Convert it again with a current llama.cpp.`
    }),
    bigEndian: (path: string) => new HearthError({
        code: "model.unsupportedVersion", remedy: "selectModel",
        message: `${path} is a big-endian GGUF file, which this machine can't run. Take the ordinary (little-endian) file of the same model.`
    }),
    notLocal: (path: string) => new HearthError({
        code: "model.notFound", remedy: "selectModel",
        message: `“${path}” is not the absolute path of a file on this machine. Hearth never downloads: bring the file here first, ` +
            "then choose it with “Hearth: Select Model”."
    }),
    onNetwork: (path: string) => new HearthError({
        code: "model.notFound", remedy: "selectModel",
        message: `${path} lies on the network. Hearth makes no network access: copy the file to a disk of this machine, then choose it there.`
    }),
    notFirstPart: (path: string, part: number, parts: number) => new HearthError({
        code: "model.badHeader", remedy: "selectModel",
        message: `${path} is part ${part} of a model in ${parts} files. Choose its first part (the name with “-00001-of-”).`
    }),
    unsupportedArchitecture: (path: string, architecture: string) => new HearthError({
        code: "model.unsupportedArchitecture", remedy: "selectModel",
        message: `${path} holds a “${architecture}” model, which Hearth's engine can't run. ${pick}`
    }),
    hashMismatch: (path: string, expected: string, actual: string) => new HearthError({
        code: "model.hashMismatch", remedy: "selectModel", detail: `expected ${expected}, found ${actual}`,
        message: `The model file ${path} is not the one that was recorded (SHA-256 ${actual.slice(0, 12)}…, expected ${expected.slice(0, 12)}…). ` +
            "Bring it again with “npm run model”, or choose another."
    }),
    otherVocabulary: (path: string) => new HearthError({
        code: "model.otherVocabulary", remedy: "none",
        message: `The draft model ${path} has another vocabulary than the model in force, so it can't guess for it. ` +
            "Choose a small model of the same family with “Hearth: Select Draft Model”, or none."
    }),
    loadFailed: (path: string, detail: string) => new HearthError({
        code: "model.loadFailed", remedy: "showLog", detail,
        message: `The engine could not load ${path}. The log says why; another model may work (“Hearth: Select Model”).`
    }),
    outOfMemory: (path: string, detail: string) => new HearthError({
        code: "engine.outOfMemory", remedy: "selectModel", detail,
        message: `There is not enough memory for ${path} (${detail}). Close other programs or choose a smaller model.`
    })
} as const;
