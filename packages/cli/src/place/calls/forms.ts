import type { Node } from "oxc-parser";
import { walk } from "oxc-walker";

import { findProviderAt } from "servery/boundary";

import type { SourceFile } from "../../check/source/source-file.ts";
import { fold, type Folded } from "../reading/fold.ts";
import { nothingGiven, type Written } from "../reading/written.ts";
import type { FrontEnd, FrontEndFile } from "../reading/front-end.ts";
import type { Property } from "../reading/properties.ts";
import { nothingSent, type Request } from "./request.ts";

/** A form that sends by itself, or a picture that only tells that it was loaded. */
export interface FoundElement {
  readonly file: SourceFile;
  readonly start: number;
  readonly request: Request;
}

/** Finds forms with an address in a file's JSX. */
export function findJsxForms(frontEnd: FrontEnd, file: SourceFile): readonly FoundElement[] {
  const found: FoundElement[] = [];
  walk(file.program, {
    enter(node) {
      if (node.type !== "JSXElement" || node.openingElement.name.type !== "JSXIdentifier") return;
      const { name } = node.openingElement.name;
      const attribute = (wanted: string) => attributeOf(frontEnd, file, node, wanted);
      const method = toText(attribute("method")) ?? "GET";
      if (name === "form")
        push(found, file, node.start, attribute("action"), method, () =>
          jsxFields(frontEnd, file, node),
        );
      if (name === "img") pushPixel(found, file, node.start, attribute("src"));
    },
  });
  return found;
}

/** Finds forms with an address in a page. */
export function findPageForms(file: SourceFile, { text }: FrontEndFile): readonly FoundElement[] {
  const found: FoundElement[] = [];
  const plain = text.replaceAll(/<!--[\s\S]*?-->/g, (comment) => " ".repeat(comment.length));
  for (const match of plain.matchAll(/<form\b([^>]*)>([\s\S]*?)(?:<\/form\s*>|$)/gi)) {
    const action = htmlAttribute(match[1]!, "action");
    const written = { file, node: file.program, given: nothingGiven };
    const names = [...match[2]!.matchAll(/<(?:input|textarea|select)\b[^>]*/gi)];
    const fields = names
      .flatMap(([tag]) => htmlAttribute(tag, "name") ?? [])
      .map((name) => ({ name, value: written }));
    push(
      found,
      file,
      match.index,
      action === undefined ? undefined : [action],
      htmlAttribute(match[1]!, "method") ?? "GET",
      () => fields,
    );
  }
  for (const match of plain.matchAll(/<img\b[^>]*/gi)) {
    const source = htmlAttribute(match[0], "src");
    pushPixel(found, file, match.index, source === undefined ? undefined : [source]);
  }
  return found;
}

function push(
  found: FoundElement[],
  file: SourceFile,
  start: number,
  url: Folded | undefined,
  method: string,
  fields: () => readonly Property[],
): void {
  const [first] = url ?? [];
  // A function that the page itself runs, or nothing, sends nothing.
  if (
    url === undefined ||
    first === "" ||
    first === undefined ||
    (typeof first === "object" && first.kind === "runtime")
  )
    return;
  found.push({
    file,
    start,
    request: { ...nothingSent, by: "form", method: method.toUpperCase(), url, fields: fields() },
  });
}

function pushPixel(
  found: FoundElement[],
  file: SourceFile,
  start: number,
  url: Folded | undefined,
): void {
  const [first] = url ?? [];
  if (typeof first !== "string" || !URL.canParse(first)) return;
  const { hostname, pathname } = new URL(first);
  if (findProviderAt(hostname, pathname)?.kind !== "analytics") return;
  found.push({ file, start, request: { ...nothingSent, by: "img", url: url! } });
}

type Element = Extract<Node, { type: "JSXElement" }>;

function attributeOf(
  frontEnd: FrontEnd,
  file: SourceFile,
  { openingElement }: Element,
  wanted: string,
): Folded | undefined {
  for (const each of openingElement.attributes) {
    if (
      each.type !== "JSXAttribute" ||
      each.name.type !== "JSXIdentifier" ||
      each.name.name !== wanted
    )
      continue;
    const node = each.value?.type === "JSXExpressionContainer" ? each.value.expression : each.value;
    if (node === null || node === undefined || node.type === "JSXEmptyExpression") return undefined;
    return fold(frontEnd, { file, node, given: nothingGiven });
  }
  return undefined;
}

function jsxFields(frontEnd: FrontEnd, file: SourceFile, form: Element): readonly Property[] {
  const fields: Property[] = [];
  walk(form, {
    enter(node) {
      if (node.type !== "JSXElement" || node === form) return;
      const name = toText(attributeOf(frontEnd, file, node, "name"));
      const value: Written = { file, node, given: nothingGiven };
      if (name !== undefined) fields.push({ name, value });
    },
  });
  return fields;
}

function toText(folded: Folded | undefined): string | undefined {
  const [text] = folded ?? [];
  return typeof text === "string" ? text : undefined;
}

function htmlAttribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(tag);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}
