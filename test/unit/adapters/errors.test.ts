// Every sentence about adapters names the file and is explained in the documents.
import {readFileSync} from "node:fs";
import path from "node:path";

import {describe, expect, it} from "vitest";

import {adapterErrors} from "../../../src/core/adapters/adapterErrors.js";
import type {HearthError} from "../../../src/core/errors.js";

const troubleshooting = readFileSync(path.resolve(import.meta.dirname, "../../../docs/TROUBLESHOOTING.md"), "utf8");

/** One of each; a new one that is missing here does not compile. */
const errors: Readonly<Record<keyof typeof adapterErrors, HearthError>> = {
    notFound: adapterErrors.notFound("FILE"),
    notLocal: adapterErrors.notLocal("FILE"),
    notAFile: adapterErrors.notAFile("FILE"),
    notAFolder: adapterErrors.notAFolder("FILE"),
    unreadable: adapterErrors.unreadable("FILE", "WHY"),
    notGguf: adapterErrors.notGguf("FILE"),
    notAdapter: adapterErrors.notAdapter("FILE", "WHAT"),
    notPeft: adapterErrors.notPeft("FILE", "WHAT"),
    pickle: adapterErrors.pickle("FILE", "WHAT"),
    truncated: adapterErrors.truncated("FILE", "WHY"),
    badHeader: adapterErrors.badHeader("FILE", "WHY"),
    unsupportedVersion: adapterErrors.unsupportedVersion("FILE", 1),
    bigEndian: adapterErrors.bigEndian("FILE"),
    unsupported: adapterErrors.unsupported("FILE", "WHY"),
    unsupportedArchitecture: adapterErrors.unsupportedArchitecture("FILE", "NAME", "KNOWN"),
    doesNotFit: adapterErrors.doesNotFit("FILE", "WHY"),
    badWeights: adapterErrors.badWeights("FILE", "TENSOR", "WHAT"),
    outside: adapterErrors.outside("FILE", "FOLDER"),
    exists: adapterErrors.exists("FILE"),
    cannotWrite: adapterErrors.cannotWrite("FILE", "WHY"),
    notAllowed: adapterErrors.notAllowed("FILE"),
    changed: adapterErrors.changed("FILE", "B", "A"),
    badSetting: adapterErrors.badSetting("WHY"),
    unknownName: adapterErrors.unknownName("NAME"),
    replaced: adapterErrors.replaced("FILE"),
    unknownLayout: adapterErrors.unknownLayout("FILE", "NAME", ["A"]),
    loadFailed: adapterErrors.loadFailed("FILE", "WHY")
};

describe("an error about an adapter", () => {
    it.each(Object.entries(errors))("%s names what it is about and what to do, and is in docs/TROUBLESHOOTING.md", (_name, error) => {
        expect(error.code).toMatch(/^adapter\./u);
        expect(error.message).toMatch(/FILE|“NAME”|: WHY/u);
        const firstSentence = /^.*?[^.]\.(?= |$)/u.exec(error.message)?.[0] ?? "";
        expect(error.message.length).toBeGreaterThan(firstSentence.length + 10);
        expect(troubleshooting).toContain(`| ${firstSentence} |`);
    });
});
