import type { Node } from "oxc-parser";

import { memberName, textOf, unwrap } from "../../check/source/syntax.ts";
import { fold } from "../reading/fold.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { originOf } from "../reading/origin.ts";
import { queryProperties } from "../reading/query-properties.ts";
import type { Written } from "../reading/written.ts";
import { hasKey, isOthers, isPixel } from "./element-calls.ts";
import { nothingSent, type Request } from "./request.ts";

/** Reads what makes an element call that a script has made: `image.src = …`, `script.setAttribute("src", …)`. */
export function readMadeElement(frontEnd: FrontEnd, written: Written): Request | undefined {
  const set = settingOf(written.node);
  if (set === undefined) return undefined;
  const at = (node: Node) => ({ ...written, node });
  const element = elementOf(frontEnd, at(set.object));
  if (element === undefined) return undefined;
  const url = fold(frontEnd, at(set.value));
  const parameters = queryProperties(frontEnd, at(set.value));
  const isOpen = typeof url[0] === "object" && url[0].kind !== "origin";
  const request = { ...nothingSent, by: element, url, parameters };
  switch (`${element} ${set.name}`) {
    case "script src":
      return isOthers(url) || isOpen ? request : undefined;
    case "iframe src":
      return isOthers(url) && hasKey(url) ? request : undefined;
    case "form action":
      return { ...request, method: "POST" };
    case "img src": {
      // A picture that is only shown sends nothing of the page's.
      const tells = url.some((part) => typeof part !== "string") || parameters.length > 0;
      const isTold = isOthers(url) && (isPixel(url) || hasKey(url) || (tells && hasQuery(url)));
      return isTold ? { ...request, observed: [{ fact: "measures", by: "a picture" }] } : undefined;
    }
    default:
      return undefined;
  }
}

function hasQuery(url: readonly unknown[]): boolean {
  return url.some((part) => typeof part === "string" && part.includes("?"));
}

/** What is set, on what, and to what. */
function settingOf(node: Node) {
  if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression")
    return { name: memberName(node.left), object: node.left.object, value: node.right };
  if (node.type !== "CallExpression") return undefined;
  const callee = unwrap(node.callee);
  const [name, value] = node.arguments;
  if (callee.type !== "MemberExpression" || memberName(callee) !== "setAttribute" || !value)
    return undefined;
  return { name: textOf(name), object: callee.object, value };
}

/** The kind of element that a script has made. */
function elementOf(frontEnd: FrontEnd, object: Written): string | undefined {
  const origin = originOf(frontEnd, object);
  const [made] = origin?.made ?? [];
  if (origin === undefined || made === undefined || origin.members.length > 0) return undefined;
  const name = origin.path.join(".");
  if (name === "Image") return "img";
  if (!/^document\.createElement(?:NS)?$/.test(name) || !("arguments" in made.node))
    return undefined;
  return textOf(made.node.arguments.at(name.endsWith("NS") ? 1 : 0))?.toLowerCase();
}
