/** The closers in a stretch of parsed text: which of them close what was open before it, and how much it leaves open itself. */
import type {Node, Tree} from "web-tree-sitter";

/** Words that close a block, in the languages that have such words. */
const closingWords = new Set(["end", "fi", "done", "esac"]);

export interface Closers {
    /** Those that close what was open before the stretch, in order. */
    readonly outer: readonly Closer[];
    /** What the stretch has opened and not closed. */
    readonly open: number;
}

export interface Closer {
    readonly at: number;
    readonly end: number;
    /** Of a block of statements or the like, not of a list or an expression. */
    readonly isBlock: boolean;
}

/** Looks through the tokens that begin at `from` or later; strings and comments are single tokens and hold no brackets. */
export function closersIn(tree: Tree, from: number): Closers {
    const open: string[] = [];
    const outer: Closer[] = [];
    for (const token of leaves(tree.rootNode, from)) {
        const {type} = token;
        if (closingWords.has(type) && token.parent !== null && !token.parent.isError) {
            if (token.parent.startIndex < from)
                outer.push({at: token.startIndex, end: token.endIndex, isBlock: true});
        } else if (/^\W*[([{]$/.test(type)) {
            open.push(type.slice(-1));
        } else if (/^[)\]}]/.test(type) && open.pop() === undefined) {
            outer.push({at: token.startIndex, end: token.endIndex, isBlock: type.startsWith("}")});
        }
    }
    return {outer, open: open.length};
}

/** Anonymous tokens (brackets, words of the language) from an offset on, in order. What the parser only supposed is left out. */
function* leaves(node: Node, from: number): Iterable<Node> {
    for (const child of node.children) {
        if (child.endIndex <= from)
            continue;
        if (child.childCount > 0)
            yield* leaves(child, from);
        else if (!child.isMissing && !child.isNamed && child.startIndex >= from)
            yield child;
    }
}
