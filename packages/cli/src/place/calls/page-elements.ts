import { walk } from "oxc-walker";
import { readPageTags } from "servery/boundary";

import type { SourceFile } from "../../check/source/source-file.ts";
import { fold } from "../reading/fold.ts";
import type { Folded } from "../reading/folded.ts";
import type { FrontEnd, FrontEndFile } from "../reading/front-end.ts";
import { nothingGiven } from "../reading/written.ts";

/** An element of a page, however it is written. */
export interface PageElement {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  attribute(name: string): Folded | undefined;
}

/** The elements in a file's JSX, each before those within it. */
export function jsxElements(frontEnd: FrontEnd, file: SourceFile): readonly PageElement[] {
  const found: PageElement[] = [];
  walk(file.program, {
    enter(node) {
      if (node.type !== "JSXElement" || node.openingElement.name.type !== "JSXIdentifier") return;
      const { attributes } = node.openingElement;
      // Components have names of their own, and attributes that mean what they like; `Script` is Next's.
      const name = node.openingElement.name.name.replace(/^Script$/, "script");
      const { start, end } = node;
      const attribute = (wanted: string): Folded | undefined => {
        for (const each of attributes) {
          if (each.type !== "JSXAttribute" || each.name.type !== "JSXIdentifier") continue;
          if (each.name.name.toLowerCase() !== wanted) continue;
          const { value } = each;
          const inner = value?.type === "JSXExpressionContainer" ? value.expression : value;
          if (!inner || inner.type === "JSXEmptyExpression") return undefined;
          return fold(frontEnd, { file, node: inner, given: nothingGiven });
        }
        return undefined;
      };
      found.push({ name, start, end, attribute });
    },
  });
  return found;
}

/** The elements in a page. */
export function htmlElements({ text }: FrontEndFile): readonly PageElement[] {
  return [...readPageTags(text)].map(({ name, attributes, offset, content, contentOffset }) => {
    const close = new RegExp(`</${RegExp.escape(name)}\\s*>`, "gi");
    close.lastIndex = contentOffset + content.length;
    return {
      name,
      start: offset,
      end: close.exec(text)?.index ?? text.length,
      attribute(wanted) {
        const value = attributes.get(wanted);
        return value === undefined ? undefined : [value];
      },
    };
  });
}
