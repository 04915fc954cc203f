/** A model's vocabulary without its weights, for what only needs tokens (training data). */
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

import {inspectModelFile} from "../system/models/inspect.js";
import {Vocabulary} from "./vocabulary.js";

/** @param file absolute path of a GGUF model @throws HearthError `model.*` */
export async function openVocabulary(file: string): Promise<Vocabulary> {
    await inspectModelFile(file);
    const llama = await getLlama({build: "never", skipDownload: true, gpu: false, progressLogs: false, logLevel: LlamaLogLevel.error});
    return new Vocabulary(await llama.loadModel({modelPath: file, vocabOnly: true}));
}
