/** The parts of a whole file that a person writes in one go: bodies of blocks, and what brackets hold. */
import type {Node, Tree} from "web-tree-sitter";

import type {SyntaxSpan} from "../core/training/gaps.js";

/** Nodes that hold statements or members, in the grammars' own names. */
const bodies = /^(block|statement_block|class_body|interface_body|enum_body|declaration_list|field_declaration_list|compound_statement|function_body|body_statement|object|object_type|switch_body|match_block|do_block)$/;
/** Nodes that hold arguments, parameters or elements between brackets. */
const brackets = /^(arguments|argument_list|formal_parameters|parameters|parameter_list|array|list|type_arguments|subscript|parenthesized_expression)$/;

/** Spans of a file's tree, in order. */
export function spansIn(tree: Tree, text: string): SyntaxSpan[] {
    const found: SyntaxSpan[] = [];
    visit(tree.rootNode, text, found);
    return found;
}

function visit(node: Node, text: string, found: SyntaxSpan[]): void {
    // What does not parse says nothing about what people write.
    if (node.isError)
        return;
    const kind = bodies.test(node.type) ? "body" : brackets.test(node.type) ? "brackets" : undefined;
    if (kind !== undefined)
        found.push({kind, ...inside(node, text)});
    for (const child of node.namedChildren)
        visit(child, text, found);
}

const closing: Readonly<Record<string, string>> = {"(": ")", "[": "]", "{": "}", "<": ">"};

/** By the tree, not by the text: a block may begin with a tuple, and where the closing bracket is missing the last character is another's. */
function inside(node: Node, text: string): {readonly start: number; readonly end: number} {
    const {firstChild: first, lastChild: last} = node;
    const close = first === null ? undefined : closing[first.type];
    const from = first === null || close === undefined ? node.startIndex : first.endIndex;
    const to = last !== null && last.type === close ? last.startIndex : node.endIndex; // a missing one has no width
    const held = text.slice(from, to).trimEnd();
    return {start: from + (close === undefined ? 0 : held.length - held.trimStart().length), end: from + held.length};
}
