import { type Node, walk } from "../references.ts";

/**
 * Writes a mark into every function's body and every static block of a module, as a call that no bundler can know to be
 * idle. What is shaken out of a bundle takes its mark along; what is left still has it, minified or not.
 * @param program the syntax tree of `code`, with places as offsets
 */
export function addWatermark(code: string, program: unknown, mark: string): string {
  const call = `globalThis.__servery?.(${JSON.stringify(mark)})`;
  const insertions: Insertion[] = [];
  walk(program, (node) => insertions.push(...insertionsFor(node, call)));
  // Stable: two arrows that end together get a bracket each.
  insertions.sort((one, other) => one.at - other.at);
  let marked = "";
  let done = 0;
  for (const { at, text } of insertions) {
    marked += code.slice(done, at) + text;
    done = at;
  }
  return marked + code.slice(done);
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

interface Placed extends Node {
  readonly start: number;
  readonly end: number;
}

function insertionsFor(node: Node, call: string): readonly Insertion[] {
  if (node.type === "StaticBlock") {
    const [first] = node["body"] as readonly Placed[];
    return [{ at: first?.start ?? (node as Placed).end - 1, text: `${call};` }];
  }
  if (!/^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type))
    return [];
  const body = node["body"] as Placed | null;
  if (body === null) return [];
  if (body.type === "BlockStatement" || body.type === "FunctionBody")
    return [intoBlock(body, call)];
  return [
    { at: body.start, text: `(${call},` },
    { at: body.end, text: ")" },
  ];
}

/** Behind "use strict" and its like, which count only where they come first. */
function intoBlock(block: Placed, call: string): Insertion {
  const statements = block["body"] as readonly (Placed & { readonly directive?: string })[];
  const directive = statements.findLast((each) => typeof each.directive === "string");
  return directive === undefined
    ? { at: block.start + 1, text: `${call};` }
    : { at: directive.end, text: `;${call};` };
}
