/** An import's names in one column: `name other=called`, for no language's identifiers have a blank or an equals sign. */
import type {SourceImport} from "../../core/index/types.js";

type Names = Pick<SourceImport, "names" | "aliases">;

export function namesText({names, aliases}: Names): string {
    return names.map((name) => aliases?.[name] === undefined ? name : `${name}=${aliases[name]}`).join(" ");
}

export function namesFrom(text: string): Names {
    const named = text.split(" ").filter((part) => part !== "").map((part) => part.split("=") as [string, string?]);
    const aliases = named.filter((each): each is [string, string] => each[1] !== undefined);
    return {names: named.map(([name]) => name), ...aliases.length === 0 ? {} : {aliases: Object.fromEntries(aliases)}};
}
