import {describe, expect, it} from "vitest";

import {asHearthError, cancelledError, type ErrorData, HearthError, isErrorData} from "../../../src/core/errors.js";

const data: ErrorData = {code: "model.truncated", message: "a.gguf is cut short.", remedy: "selectModel", detail: "12 of 40 bytes"};

describe("errors as data", () => {
    it("come out as they went in", () => {
        expect(new HearthError(data).toData()).toEqual(data);
        expect(new HearthError({code: data.code, message: data.message, remedy: data.remedy}).toData()).not.toHaveProperty("detail");
        const copied: unknown = JSON.parse(JSON.stringify(new HearthError(data).toData()));
        expect(isErrorData(copied) && new HearthError(copied).toData()).toEqual(data);
    });

    it("are errors with their sentence as message", () => {
        const error = new HearthError(data, {cause: "the disk"});
        expect(error).toBeInstanceOf(Error);
        expect(String(error)).toBe("HearthError: a.gguf is cut short.");
        expect(error.cause).toBe("the disk");
    });

    it.each<[string, unknown]>([
        ["nothing", undefined], ["null", null], ["text", "model.truncated"], ["an unknown code", {...data, code: "model.haunted"}],
        ["no sentence", {code: data.code, remedy: data.remedy}], ["no remedy", {code: data.code, message: data.message}],
        ["an unknown remedy", {...data, remedy: "pray"}], ["a detail that is no text", {...data, detail: {}}]
    ])("are not %s", (_, value) => {
        expect(isErrorData(value)).toBe(false);
    });
});

describe("any thrown thing", () => {
    it("stays itself when it is one of Hearth's", () => {
        const error = cancelledError();
        expect(asHearthError(error, "engine.protocol")).toBe(error);
        expect(error.code).toBe("request.cancelled");
    });

    it("keeps its text and its cause otherwise", () => {
        const thrown = new TypeError("x is not a function");
        const error = asHearthError(thrown);
        expect(error).toMatchObject({code: "request.failed", message: "x is not a function", remedy: "showLog", cause: thrown});
        expect(error.detail).toContain("errors.test.ts");
        expect(asHearthError(thrown, "engine.protocol").code).toBe("engine.protocol");
    });

    it.each<[unknown, string]>([["just text", "just text"], [undefined, "undefined"], [null, "null"], [7, "7"]])("may be %j", (thrown, message) => {
        expect(asHearthError(thrown)).toMatchObject({code: "request.failed", message, detail: message});
    });
});
