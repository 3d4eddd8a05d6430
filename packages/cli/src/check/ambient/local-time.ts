import type { CallExpression, NewExpression, Node } from "oxc-parser";

import type { LookUp } from "../source/look-up.ts";
import type { SourceFile } from "../source/source-file.ts";
import { keyName, memberName, unwrap } from "../source/syntax.ts";

/** Methods of a date that read it in the machine's zone. */
const localMethods =
  /^(?:[gs]et(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|Year)|getTimezoneOffset|to(?:Date|Time)?String)$/;

const formatters =
  /^(?:DateTimeFormat|NumberFormat|PluralRules|RelativeTimeFormat|ListFormat|Collator|DisplayNames|DurationFormat|Segmenter)$/;

/**
 * Whether a call or a `new` depends on the zone or the language of the machine, for it says none. Only what is
 * certain: of a value that might be no date, nothing is said.
 */
export function isLocal(lookUp: LookUp, file: SourceFile, node: Node): boolean {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return false;
  const path = pathOf(lookUp, file, node.callee);
  if (path?.[0] === "Date" && path.length === 1)
    return node.type === "NewExpression" && node.arguments.length > 1;
  if (path?.[0] === "Intl" && path.length === 2 && formatters.test(path[1]!))
    return lacks(node, path[1] === "DateTimeFormat");
  return node.type === "CallExpression" && isLocalCall(lookUp, file, node);
}

function isLocalCall(lookUp: LookUp, file: SourceFile, node: CallExpression): boolean {
  const callee = unwrap(node.callee);
  const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  if (callee.type !== "MemberExpression" || name === undefined) return false;
  if (name === "toLocaleDateString" || name === "toLocaleTimeString") return lacks(node, true);
  const isDate = () => isDateValue(lookUp, file, callee.object);
  if (name === "toLocaleString") return lacks(node, isDate());
  return localMethods.test(name) && isDate();
}

function isDateValue(lookUp: LookUp, file: SourceFile, object: Node): boolean {
  const value = lookUp.value(file, object);
  if (value?.kind !== "written" || value.node.type !== "NewExpression") return false;
  const path = pathOf(lookUp, value.file, value.node.callee);
  return path?.length === 1 && path[0] === "Date";
}

/** Whether the arguments of a formatter name no locale, or no zone where one is needed. */
function lacks({ arguments: args }: CallExpression | NewExpression, needsZone: boolean): boolean {
  if (args.some(({ type }) => type === "SpreadElement")) return false;
  const [locale, options] = args;
  return isMissing(locale) || (needsZone && (isMissing(options) || isWithoutZone(options!)));
}

function isMissing(argument: Node | undefined): boolean {
  return (
    argument === undefined || (argument.type === "Identifier" && argument.name === "undefined")
  );
}

function isWithoutZone(options: Node): boolean {
  const inner = unwrap(options);
  if (inner.type !== "ObjectExpression") return false;
  return inner.properties.every(
    (each) => each.type === "Property" && keyName(each.key, each.computed) !== "timeZone",
  );
}

function pathOf(lookUp: LookUp, file: SourceFile, node: Node): readonly string[] | undefined {
  const value = lookUp.value(file, node);
  return value?.kind === "outside" ? value.path : undefined;
}
