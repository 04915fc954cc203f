/** Starts the native engine: prebuilt binaries only, never a build or a download; the GPU when one works, else the CPU. */
import os from "node:os";

import {getLlama, type Llama, LlamaLogLevel, NoBinaryFoundError} from "node-llama-cpp";

import {textOfError} from "../core/errors.js";
import {engineErrors} from "../core/engine/engineErrors.js";
import type {GpuChoice, InitializeParams, InitializeResult, LogEntry} from "../protocol/messages.js";
import {physicalCores} from "./cores.js";
import {MachineLock} from "./machineLock.js";

export interface NativeEngine {
    readonly llama: Llama;
    readonly info: InitializeResult;
    /** The last lines that llama.cpp logged: it says there, and not in its errors, why something failed. */
    readonly recentLog: readonly string[];
    /** Before something is tried: what was logged until now says nothing of it. */
    forgetLog(): void;
    readonly log: (entry: LogEntry) => void;
    /** Whose turn it is among the model processes of this machine. */
    readonly machine: MachineLock;
}

const logLinesKept = 20;

/** @throws HearthError `engine.binaryMissing` or `engine.binaryBroken` */
export async function startNative({gpu, threads, lockFile}: InitializeParams, log: (entry: LogEntry) => void): Promise<NativeEngine> {
    const recentLog: string[] = [];
    const logAndKeep = (entry: LogEntry) => {
        recentLog.push(entry.message);
        if (recentLog.length > logLinesKept)
            recentLog.shift();
        log(entry);
    };
    const cores = await physicalCores();
    const used = threads > 0 ? Math.min(threads, cores) : cores;
    let note: string | undefined;
    let llama: Llama | undefined;
    if (gpu === "auto") {
        try {
            llama = await open("auto", logAndKeep);
        } catch (error) {
            note = `no GPU: ${textOfError(error)}`;
            log({level: "info", message: note});
        }
    }
    llama ??= await openOnCpu(logAndKeep);
    return {
        llama, recentLog, log, forgetLog: () => void recentLog.splice(0), machine: new MachineLock(llama.gpu === false ? lockFile : undefined),
        info: {
            engine: `llama.cpp ${llama.llamaCppRelease.release}`, gpu: llama.gpu,
            gpuDevices: llama.gpu === false ? [] : await llama.getGpuDeviceNames(),
            gpuNote: note, physicalCores: cores, threads: used
        }
    };
}

async function openOnCpu(log: (entry: LogEntry) => void): Promise<Llama> {
    try {
        return await open("off", log);
    } catch (error) {
        const detail = textOfError(error);
        throw error instanceof NoBinaryFoundError
            ? engineErrors.binaryMissing(`${os.platform()}-${os.arch()}`, detail)
            : engineErrors.binaryBroken(detail);
    }
}

function open(gpu: GpuChoice, log: (entry: LogEntry) => void): Promise<Llama> {
    return getLlama({
        // CUDA's binaries (320 MB) are not shipped; Vulkan and Metal are the GPU road.
        gpu: gpu === "off" ? false : {type: "auto", exclude: ["cuda"]},
        build: "never", skipDownload: true, usePrebuiltBinaries: true, progressLogs: false,
        // Each context is given its threads when it is made (never more than physical cores: that made decoding 70 times slower), and one at a time is at work.
        // A limit here would leave two that take turns with half of the threads each.
        maxThreads: 0,
        logLevel: LlamaLogLevel.warn,
        logger: (level, message) => log({level: logLevels[level] ?? "debug", message: `llama.cpp: ${message.trim()}`})
    });
}

const logLevels: Partial<Record<LlamaLogLevel, LogEntry["level"]>> = {
    [LlamaLogLevel.fatal]: "error", [LlamaLogLevel.error]: "error", [LlamaLogLevel.warn]: "warn", [LlamaLogLevel.info]: "info"
};
