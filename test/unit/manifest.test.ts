// package.json repeats what src/core/contributions.ts says, because VS Code reads it: the two must be equal.
import {existsSync, readFileSync} from "node:fs";
import path from "node:path";

import {describe, expect, it} from "vitest";

import {ChatCommand} from "../../src/core/chat/contributions.js";
import {Command, settingDefaults} from "../../src/core/contributions.js";

const root = path.resolve(import.meta.dirname, "../..");

interface WalkthroughStep {
    readonly id: string;
    readonly description: string;
    readonly media: {readonly svg: string; readonly altText: string};
    readonly completionEvents: readonly string[];
}
interface Manifest {
    readonly icon: string;
    readonly license: string;
    readonly categories: readonly string[];
    readonly keywords: readonly string[];
    readonly capabilities: {readonly untrustedWorkspaces: {readonly restrictedConfigurations: readonly string[]}};
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
    readonly optionalDependencies: Readonly<Record<string, string>>;
    readonly contributes: Readonly<Record<string, unknown>> & {
        readonly commands: readonly {readonly command: string; readonly title: string; readonly category: string}[];
        readonly menus: {readonly commandPalette: readonly {readonly command: string; readonly when: string}[]};
        readonly configuration: {readonly properties: Readonly<Record<string, {readonly default: unknown; readonly scope: string; readonly markdownDescription: string}>>};
        readonly walkthroughs: readonly {readonly id: string; readonly steps: readonly WalkthroughStep[]}[];
    };
}

const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
const {contributes} = manifest;
const commandIds: readonly string[] = [...Object.values(Command), ...Object.values(ChatCommand)];

describe("the manifest's commands", () => {
    it("are exactly those that the code registers", () => {
        expect(contributes.commands.map(({command}) => command).sort()).toEqual([...commandIds].sort());
    });

    it("are all shown as Hearth's", () => {
        expect(contributes.commands.filter(({category, title}) => category !== "Hearth" || title === "")).toEqual([]);
    });

    it("appear in menus only if they exist", () => {
        expect(contributes.menus.commandPalette.map(({command}) => command).filter((id) => !commandIds.includes(id))).toEqual([]);
    });

    it("take no key", () => {
        expect(contributes["keybindings"]).toBeUndefined();
    });
});

describe("the manifest's settings", () => {
    const {properties} = contributes.configuration;

    it("are exactly those of the code, with the same defaults", () => {
        const defaults = Object.fromEntries(Object.entries(properties).map(([id, {default: value}]) => [id, value]));
        expect(defaults).toEqual(settingDefaults);
    });

    it("are all described", () => {
        expect(Object.values(properties).filter(({markdownDescription}) => markdownDescription === "")).toEqual([]);
    });

    it("cannot choose in an untrusted workspace what is loaded, or how", () => {
        const choosing = Object.keys(properties).filter((id) => id.startsWith("hearth.model.") || id.startsWith("hearth.privacy.") || id.endsWith(".adapter") || id === "hearth.index.embeddings");
        expect(choosing.length).toBeGreaterThan(0);
        expect([...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort()).toEqual(choosing.sort());
    });
});

describe("the walkthrough", () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

    it("is the one that Hearth: Get Started opens", () => {
        const id = contributes.walkthroughs[0]?.id ?? "";
        expect(id).not.toBe("");
        expect(readFileSync(path.join(root, "src/host/commands.ts"), "utf8")).toContain(`#${id}\``);
    });

    it("offers only commands that exist", () => {
        const builtin = ["workbench.action.files.newUntitledFile"];
        const offered = steps.flatMap(({description}) => [...description.matchAll(/\(command:([\w.]+)/g)].map((match) => match[1] ?? ""));
        expect(offered).toContain(Command.selectModel);
        expect(offered.filter((id) => !commandIds.includes(id) && !builtin.includes(id))).toEqual([]);
    });

    it("ticks its steps off by events that happen", () => {
        const host = readFileSync(path.join(root, "src/extension.ts"), "utf8");
        for (const event of steps.flatMap(({completionEvents}) => completionEvents)) {
            const [kind, what] = event.split(":");
            if (kind === "onCommand")
                expect(commandIds).toContain(what);
            else if (kind === "onContext")
                expect(host).toContain(`"setContext", "${what ?? ""}"`);
            else
                expect(event).toBe("onStepSelected");
        }
        expect(steps.every(({completionEvents}) => completionEvents.length > 0)).toBe(true);
    });

    it("has its pictures, with a text for who can't see them", () => {
        expect(steps.filter(({media}) => !existsSync(path.join(root, media.svg)) || media.altText === "")).toEqual([]);
    });
});

describe("the manifest's metadata", () => {
    it("has an icon of at least 128 pixels", () => {
        const png = readFileSync(path.join(root, manifest.icon));
        expect(png.subarray(1, 4).toString()).toBe("PNG");
        expect(Math.min(png.readUInt32BE(16), png.readUInt32BE(20))).toBeGreaterThanOrEqual(128);
    });

    it("is ready for a marketplace", () => {
        expect(manifest.license).toBe("MIT");
        expect(manifest.categories).toContain("Machine Learning");
        expect(manifest.keywords.length).toBeGreaterThan(0);
    });

    it("pins every dependency to one version", () => {
        const versions = Object.entries({...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies});
        expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    });
});
