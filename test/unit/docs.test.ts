// The documents name what is there: every command, every setting with its default, every error sentence.
import {existsSync, readdirSync, readFileSync} from "node:fs";
import path from "node:path";

import {describe, expect, it} from "vitest";

import {chatErrors} from "../../src/core/chat/chatErrors.js";
import {settingDefaults} from "../../src/core/contributions.js";
import {engineErrors} from "../../src/core/engine/engineErrors.js";
import type {HearthError} from "../../src/core/errors.js";
import {embeddingErrors} from "../../src/core/index/vectors/embeddingErrors.js";
import {indexErrors} from "../../src/core/index/indexErrors.js";
import {modelErrors} from "../../src/core/models/modelErrors.js";
import {privacyErrors} from "../../src/core/privacy/privacyErrors.js";
import {statisticsErrors} from "../../src/core/statistics/statisticsErrors.js";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** One of each; a new one that is missing here does not compile. */
const errors: Readonly<Record<keyof typeof modelErrors | keyof typeof engineErrors | keyof typeof chatErrors | keyof typeof statisticsErrors | `index ${keyof typeof indexErrors}` | keyof typeof embeddingErrors | keyof typeof privacyErrors | `index ${keyof typeof privacyErrors}` | `embedding ${keyof typeof privacyErrors}`, HearthError>> = {
    notFound: modelErrors.notFound("FILE"),
    notAFile: modelErrors.notAFile("FILE"),
    unreadable: modelErrors.unreadable("FILE", "WHY"),
    notGguf: modelErrors.notGguf("FILE"),
    truncated: modelErrors.truncated("FILE", "WHY"),
    badHeader: modelErrors.badHeader("FILE", "WHY"),
    unsupportedVersion: modelErrors.unsupportedVersion("FILE", 1),
    bigEndian: modelErrors.bigEndian("FILE"),
    notLocal: modelErrors.notLocal("FILE"),
    onNetwork: modelErrors.onNetwork("FILE"),
    notFirstPart: modelErrors.notFirstPart("FILE", 2, 3),
    unsupportedArchitecture: modelErrors.unsupportedArchitecture("FILE", "NAME"),
    hashMismatch: modelErrors.hashMismatch("FILE", "B", "A"),
    otherVocabulary: modelErrors.otherVocabulary("FILE"),
    loadFailed: modelErrors.loadFailed("FILE", "WHY"),
    outOfMemory: modelErrors.outOfMemory("FILE", "WHY"),
    notReady: engineErrors.notReady(),
    crashLoop: engineErrors.crashLoop(5, "WHY"),
    crashedWhileLoading: engineErrors.crashedWhileLoading("FILE", "WHY"),
    notStarted: engineErrors.notStarted("model", new Error("WHY")),
    binaryMissing: engineErrors.binaryMissing("PLATFORM", "WHY"),
    binaryBroken: engineErrors.binaryBroken("WHY"),
    tooLong: chatErrors.tooLong(9, 5),
    statisticsUnreadable: statisticsErrors.statisticsUnreadable("FILE", "WHY"),
    statisticsDamaged: statisticsErrors.statisticsDamaged("ASIDE"),
    statisticsNewer: statisticsErrors.statisticsNewer("FILE", "WHY"),
    statisticsDiskFull: statisticsErrors.statisticsDiskFull("FILE", "WHY"),
    statisticsNotWritten: statisticsErrors.statisticsNotWritten("FILE", "WHY"),
    historyUnreadable: chatErrors.historyUnreadable("FILE", "WHY"),
    historyDamaged: chatErrors.historyDamaged("ASIDE"),
    historyNewer: chatErrors.historyNewer("FILE", "WHY"),
    historyDiskFull: chatErrors.historyDiskFull("FILE", "WHY"),
    historyNotWritten: chatErrors.historyNotWritten("FILE", "WHY"),
    "index crashLoop": indexErrors.crashLoop(5, "WHY"),
    "index diskFull": indexErrors.diskFull("FOLDER"),
    "index cannotStore": indexErrors.cannotStore("FOLDER", "WHY"),
    "index noSqlite": indexErrors.noSqlite("WHY"),
    "index notReady": indexErrors.notReady(),
    notEmbeddingModel: embeddingErrors.notEmbeddingModel("FILE", "WHY"),
    unusableEmbedding: embeddingErrors.unusableEmbedding(modelErrors.notFound("FILE")),
    otherSize: embeddingErrors.otherSize(4, 8),
    noVector: embeddingErrors.noVector("FILE"),
    embeddingCrashLoop: embeddingErrors.embeddingCrashLoop(5, "WHY"),
    embeddingNotReady: embeddingErrors.embeddingNotReady(),
    embeddingBusy: embeddingErrors.embeddingBusy(),
    "embedding sandboxRequired": privacyErrors.sandboxRequired("embedding", "is not"),
    sandboxRequired: privacyErrors.sandboxRequired("engine", "is not"),
    "index sandboxRequired": privacyErrors.sandboxRequired("index", "is not")
};

describe("docs/TROUBLESHOOTING.md", () => {
    it.each(Object.entries(errors))("says what to do about %s", (_name, error) => {
        const firstSentence = /^.*?\.(?= |$)/.exec(error.message)?.[0] ?? "";
        expect(firstSentence).not.toBe("");
        expect(read("docs/TROUBLESHOOTING.md")).toContain(`| ${firstSentence} |`);
    });
});

describe("README.md", () => {
    const readme = read("README.md");

    it("lists every command", () => {
        const {contributes} = JSON.parse(read("package.json")) as {contributes: {commands: {title: string}[]}};
        expect(contributes.commands.map(({title}) => title).filter((title) => !readme.includes(`| Hearth: ${title} |`))).toEqual([]);
    });

    it("lists every setting with its default", () => {
        const rows = Object.entries(settingDefaults).map(([id, value]) => `| \`${id}\` | \`${JSON.stringify(value)}\` |`);
        expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
    });
});

describe("links in the documents", () => {
    it.each(["README.md", ...readdirSync(path.join(root, "docs")).filter((file) => file.endsWith(".md")).map((file) => `docs/${file}`)])("of %s lead to files that are there", (file) => {
        const targets = [...read(file).matchAll(/\]\((?!https?:|#|data:)([^)#]+)/g)].map((match) => match[1] ?? "");
        expect(targets.filter((target) => !existsSync(path.join(root, path.dirname(file), target)))).toEqual([]);
    });
});
