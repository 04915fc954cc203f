import {describe, expect, it} from "vitest";

import {entropy, holdsSecret, isSecretPath} from "../../../../src/core/index/secrets.js";

describe("file names", () => {
    it.each([".env", "app/.env.production", ".npmrc", "deploy/server.pem", "id_rsa", "id_ed25519", "C:\\keys\\release.jks", "credentials.json", "secrets.yaml", "service-account-prod.json",
        "main.tfvars", ".git-credentials", "my_private_key.txt"])("%s is never opened", (path) => {
        expect(isSecretPath(path)).toBe(true);
    });

    it.each([".env.example", "src/environment.ts", "secrets.ts", "keyboard.ts", "credentials.test.ts", "keys.ts", "docs/pem.md", "tokens.ts"])("%s is ordinary", (path) => {
        expect(isSecretPath(path)).toBe(false);
    });
});

/** Put together here, so that this file holds nothing that looks like one. */
const join = (...parts: string[]) => parts.join("");

describe("texts", () => {
    it.each([
        ["a private key", join("-----BEGIN RSA ", "PRIVATE KEY-----\n", "MIIEpAIBAAKCAQEA7bq1yqk5mXr0vXzj3uQk9o1w", "\n")],
        ["an AWS key", `aws = "${join("AK", "IA", "Z7Q2M4N8P1R5T9X3")}"`],
        ["a GitHub token", join("ghp", "_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8")],
        ["a Google key", join("AI", "za", "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q")],
        ["a named token of high entropy", join("const apiKey", " = \"", "q8Zx2Lw9Vb4Nm7Kj1Hg5Fd3S", "\";")]
    ])("with %s are secret", (_what, text) => {
        expect(holdsSecret(text)).toBe(true);
    });

    it.each([
        "const password = process.env.PASSWORD ?? \"\";",
        "const token = \"this-is-a-placeholder-for-the-token\";",
        "export const secretKeyPlaceholder = \"xxxxxxxxxxxxxxxxxxxxxxxxxxxx\";",
        "// -----BEGIN PRIVATE KEY----- is how such a file begins",
        "function tokens(text: string): readonly number[] { return []; }"
    ])("that only speak of secrets are not: %s", (text) => {
        expect(holdsSecret(text)).toBe(false);
    });

    it("have the entropy of their characters", () => {
        expect(entropy("aaaa")).toBe(0);
        expect(entropy("abcd")).toBe(2);
    });
});
