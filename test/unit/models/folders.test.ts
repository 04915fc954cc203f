import {describe, expect, it} from "vitest";

import {hearthModelFolder, huggingFaceFolders, llamaCppFolders, lmStudioFolders, lmStudioPointer, ollamaFolders, type Machine} from "../../../src/system/models/folders.js";

const linux = (env: NodeJS.ProcessEnv = {}): Machine => ({env, home: "/home/ada", platform: "linux"});
const mac = (env: NodeJS.ProcessEnv = {}): Machine => ({env, home: "/Users/ada", platform: "darwin"});
const windows = (env: NodeJS.ProcessEnv = {LOCALAPPDATA: "C:\\Users\\ada\\AppData\\Local"}): Machine => ({env, home: "C:\\Users\\ada", platform: "win32"});
const hearth = ({env, platform, home}: Machine) => hearthModelFolder(env, platform, home);

describe("model folders", () => {
    it.each([
        [linux(), "/home/ada/.local/share/hearth/models"],
        [linux({XDG_DATA_HOME: "/data"}), "/data/hearth/models"],
        [linux({XDG_DATA_HOME: ""}), "/home/ada/.local/share/hearth/models"],
        [linux({HEARTH_MODELS: "/big/models", XDG_DATA_HOME: "/data"}), "/big/models"],
        [mac({XDG_DATA_HOME: "/data"}), "/Users/ada/Library/Application Support/Hearth/models"],
        [windows(), "C:\\Users\\ada\\AppData\\Local\\Hearth\\models"],
        [windows({}), "C:\\Users\\ada\\AppData\\Local\\Hearth\\models"],
        [windows({HEARTH_MODELS: "D:\\models"}), "D:\\models"]
    ])("Hearth's own: %j", (machine, folder) => {
        expect(hearth(machine)).toBe(folder);
    });

    it("Ollama's", () => {
        expect(ollamaFolders(linux())).toEqual(["/home/ada/.ollama/models", "/usr/share/ollama/.ollama/models"]);
        expect(ollamaFolders(linux({OLLAMA_MODELS: "/big"}))).toEqual(["/big", "/home/ada/.ollama/models", "/usr/share/ollama/.ollama/models"]);
        expect(ollamaFolders(mac())).toEqual(["/Users/ada/.ollama/models"]);
        expect(ollamaFolders(windows())).toEqual(["C:\\Users\\ada\\.ollama\\models"]);
    });

    it("LM Studio's", () => {
        expect(lmStudioPointer(windows())).toBe("C:\\Users\\ada\\.lmstudio-home-pointer");
        expect(lmStudioFolders(linux(), undefined)).toEqual(["/home/ada/.lmstudio/models", "/home/ada/.cache/lm-studio/models"]);
        expect(lmStudioFolders(linux(), "/home/ada/.lmstudio")).toEqual(["/home/ada/.lmstudio/models", "/home/ada/.cache/lm-studio/models"]);
        expect(lmStudioFolders(windows(), "E:\\lms")[0]).toBe("E:\\lms\\models");
    });

    it("Hugging Face's", () => {
        expect(huggingFaceFolders(linux())).toEqual(["/home/ada/.cache/huggingface/hub"]);
        expect(huggingFaceFolders(linux({HF_HOME: "/hf"}))[0]).toBe("/hf/hub");
        expect(huggingFaceFolders(linux({HF_HOME: "/hf", HF_HUB_CACHE: "/hub"}))[0]).toBe("/hub");
        expect(huggingFaceFolders(linux({XDG_CACHE_HOME: "/cache"}))).toEqual(["/cache/huggingface/hub", "/home/ada/.cache/huggingface/hub"]);
        expect(huggingFaceFolders(windows())).toEqual(["C:\\Users\\ada\\.cache\\huggingface\\hub"]);
    });

    it("llama.cpp's", () => {
        expect(llamaCppFolders(linux())).toEqual(["/home/ada/.cache/llama.cpp"]);
        expect(llamaCppFolders(linux({XDG_CACHE_HOME: "/cache"}))).toEqual(["/cache/llama.cpp"]);
        expect(llamaCppFolders(linux({LLAMA_CACHE: "/llama"}))).toEqual(["/llama"]);
        expect(llamaCppFolders(mac())).toEqual(["/Users/ada/Library/Caches/llama.cpp"]);
        expect(llamaCppFolders(windows())).toEqual(["C:\\Users\\ada\\AppData\\Local\\llama.cpp"]);
    });
});
