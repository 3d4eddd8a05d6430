import { findProviderAt, isKeyParameter } from "servery/boundary";

import type { SourceFile } from "../../check/source/source-file.ts";
import { readTarget } from "../observe/target.ts";
import type { Folded } from "../reading/folded.ts";
import type { Property } from "../reading/properties.ts";
import { nothingGiven } from "../reading/written.ts";
import type { PageElement } from "./page-elements.ts";
import { nothingSent, type Request } from "./request.ts";

/** An element that calls by itself, when it is shown, sent or loaded. */
export interface ElementCall {
  readonly start: number;
  readonly request: Request;
}

/** Finds what elements call: forms, scripts of others, pictures that measure, frames with a key, htmx. */
export function findElementCalls(
  file: SourceFile,
  elements: readonly PageElement[],
): readonly ElementCall[] {
  return elements.flatMap((element): readonly ElementCall[] => {
    const { name, start } = element;
    const to = (request: Request) => ({ start, request });
    const source = element.attribute("src");
    const found = htmxRequests(element).map(to);
    switch (name) {
      case "form":
        return [...found, ...formRequests(file, element, elements).map(to)];
      case "script":
        return isOthers(source) ? [...found, to(loading("script", source))] : found;
      case "img":
        return isOthers(source) && (isPixel(source) || hasKey(source))
          ? [...found, to(loading("img", source))]
          : found;
      case "iframe":
      case "video":
      case "audio":
      case "source":
      case "embed":
        return isOthers(source) && hasKey(source) ? [...found, to(loading(name, source))] : found;
      default:
        return found;
    }
  });
}

function loading(by: string, url: Folded): Request {
  return { ...nothingSent, by, url };
}

/** A form is sent to its address, and by each button of it that has one to the button's. */
function formRequests(
  file: SourceFile,
  form: PageElement,
  elements: readonly PageElement[],
): readonly Request[] {
  const id = toText(form.attribute("id"));
  const own = elements.filter(
    (each) =>
      (form.start < each.start && each.start < form.end) ||
      (id !== undefined && toText(each.attribute("form")) === id),
  );
  const value = { file, node: file.program, given: nothingGiven };
  const fields = own
    .filter(({ name }) => name !== "button")
    .flatMap((each) => toText(each.attribute("name")) ?? [])
    .map((name): Property => ({ name, value }));
  const method = toText(form.attribute("method")) ?? "GET";
  const buttons = own.map((each) => ({
    url: each.attribute("formaction"),
    method: toText(each.attribute("formmethod")) ?? method,
  }));
  return [{ url: form.attribute("action"), method }, ...buttons].flatMap((sent) =>
    isAddress(sent.url)
      ? [{ ...nothingSent, by: "form", method: sent.method.toUpperCase(), url: sent.url, fields }]
      : [],
  );
}

/** A function that the page itself runs, or nothing, sends nothing. */
function isAddress(url: Folded | undefined): url is Folded {
  const [first] = url ?? [];
  if (first === undefined || first === "") return false;
  return typeof first === "string" ? !/^\s*javascript:/i.test(first) : first.kind !== "runtime";
}

function htmxRequests({ attribute }: PageElement): readonly Request[] {
  return ["get", "post", "put", "patch", "delete"].flatMap((method) => {
    const url = attribute(`hx-${method}`) ?? attribute(`data-hx-${method}`);
    return isAddress(url)
      ? [{ ...nothingSent, by: "htmx", method: method.toUpperCase(), url }]
      : [];
  });
}

/** Whether an address is one of somebody else's. */
export function isOthers(url: Folded | undefined): url is Folded {
  const [first] = url ?? [];
  return typeof first === "string" && /^\s*(?:https?:)?\/\//i.test(first);
}

/** Whether an address says who calls. */
export function hasKey(url: Folded): boolean {
  return readTarget(url, () => false).parameters.some(({ name }) => isKeyParameter(name));
}

/** Whether an address is one of a service that measures. */
export function isPixel(url: Folded): boolean {
  const { host, path } = readTarget(url, () => false);
  return findProviderAt(host, path)?.kind === "analytics";
}

function toText(folded: Folded | undefined): string | undefined {
  const [text] = folded ?? [];
  return typeof text === "string" ? text : undefined;
}
