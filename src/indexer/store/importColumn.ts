/** An import's names in one column: `name other=called`, for no language's identifiers have a blank or an equals sign. */
import {type ImportedNames, importedNames, localName} from "../../core/index/importedNames.js";

export function namesText(found: ImportedNames): string {
    return found.names.map((name) => localName(found, name) === name ? name : `${name}=${localName(found, name)}`).join(" ");
}

export function namesFrom(text: string): ImportedNames {
    return importedNames(text.split(" ").filter((part) => part !== "").map((part) => {
        const [name = "", local = name] = part.split("=");
        return [name, local];
    }));
}
