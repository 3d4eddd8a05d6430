import { findProviderAt, keyKindOf, type Observed, type Provider } from "servery/boundary";

import type { Folded, Hole } from "../reading/folded.ts";

/** Where a call goes. */
export interface Target {
  readonly kind: "own" | "other" | "unknown" | "none";
  readonly host: string;
  readonly path: string;
  /** As a reader is shown it: no values of a query string, and nothing that may be a secret. */
  readonly shown: string;
  readonly provider: Provider | undefined;
  /** The names and values of its query string. */
  readonly parameters: readonly { readonly name: string; readonly value: Folded }[];
  /** Whether the address itself says who calls: `https://user:password@…`. */
  readonly hasPassword: boolean;
}

const mark = (index: number): string => `zzhole${index}zz`;
const marks = /zzhole(\d+)zz/i;
const allMarks = /zzhole(\d+)zz/gi;
const oneMark = /(zzhole\d+zz)/i;

/** Reads an address, as far as it is written down, as browsers do. */
export function readTarget(url: Folded, isOwnPath: (path: string) => boolean): Target {
  const holes: Hole[] = [];
  const joined = url
    .map((part) => (typeof part === "string" ? part : mark(holes.push(part) - 1)))
    .join("")
    .trim();
  // After a whole host a path follows, though its slash is not written here.
  const whole =
    /^(?:(?:https?|wss?):)?\/\/(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?=zzhole\d+zz(?:[/?#]|$))/i;
  const text = joined.replace(whole, "$&/");
  if (/^(?:data|blob|about|javascript|mailto|tel):/i.test(text))
    return { ...parse("/", [], "none"), shown: text.slice(0, text.indexOf(":") + 1) };
  // What it begins with says where it leads: `{base}/orders`, `https://{host}/orders`.
  const lead = /^(?:(?:(?:https?|wss?):)?[/\\]{2})?zzhole0zz/i.exec(text);
  if (lead === null) return parse(text, holes, undefined);
  const rest = text.slice(lead[0].length);
  if (holes[0]?.kind === "origin") return parse(rest.replace(/^:[^/]*/, "") || "/", holes, "own");
  if (/^\.[a-z]/i.test(rest)) return parse(text, holes, undefined);
  const after = parse(rest.replace(/^(?![/?#])/, "/"), holes, "unknown");
  const isBare = after.path === "/" && after.parameters.length === 0;
  const shown = `{${holes[0]!.name}}${isBare ? "" : after.shown}`;
  // Behind an address that the app is configured with, the contract's own paths are the app's own.
  const isOwn = holes[0]!.kind === "environment" && isOwnPath(after.path);
  return { ...after, kind: isOwn ? "own" : "unknown", shown };
}

/** This machine, and the network that it stands in. */
const near =
  /^(?:localhost|\[::1\]|.*\.(?:localhost|local|internal|test)|(?:127|10)(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2})$/;

function parse(text: string, holes: readonly Hole[], kind: Target["kind"] | undefined): Target {
  const base = "http://own.invalid";
  const url = URL.canParse(text, base) ? new URL(text, base) : new URL(base);
  const isOwn = url.hostname === "own.invalid" || near.test(url.hostname);
  const host = url.hostname.replaceAll(allMarks, "*");
  const isOpen =
    url.hostname
      .replaceAll(allMarks, "")
      .split(".")
      .filter((label) => label !== "").length < 2 && host.includes("*");
  const path = url.pathname.replaceAll(allMarks, "*");
  return {
    kind: kind ?? (isOwn ? "own" : isOpen || isTail(host) ? "unknown" : "other"),
    host: url.hostname === "own.invalid" ? "" : host,
    path,
    shown: show(url, holes),
    provider: kind === undefined && !isOwn ? findProviderAt(host, path) : undefined,
    parameters: [...url.searchParams].map(([name, value]) => ({
      name: fill(name, holes),
      value: unmark(value, holes),
    })),
    hasPassword: url.password !== "",
  };
}

/** `https://api.{host}`: how it ends is not written down. */
function isTail(host: string): boolean {
  return host.endsWith("*");
}

function show(url: URL, holes: readonly Hole[]): string {
  const scheme = url.protocol === "http:" || url.protocol === "https:" ? "" : `${url.protocol}//`;
  const host = url.hostname === "own.invalid" ? "" : scheme + fill(url.host, holes);
  const path = fill(decode(url.pathname).split("/").map(hideSecret).join("/"), holes);
  const names = [...new Set([...url.searchParams.keys()].map(hideSecret))]
    .map((name) => fill(name, holes))
    .filter((name) => name !== "");
  const query = names.length === 0 ? "" : `?${names.join("&")}`;
  return shorten(`${host}${path === "/" && host !== "" ? "" : path}${query}`);
}

const mostShown = 160;

function shorten(text: string): string {
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}

/**
 * Hides what may be a key: what has the form of one, what is long and mixed with digits, as in the addresses of web hooks,
 * and the values of parameters. A word, and one with a version behind it, stays; so does the name of what is not known yet.
 */
export function hideSecret(part: string): string {
  return part
    .split(";")
    .map((each) => (each.endsWith("=") ? "…" : each.replace(/(?<=.)=.*$/, "")))
    .map((each) => each.split(oneMark).map(hideText).join(""))
    .join(";");
}

function hideText(text: string): string {
  if (marks.test(text)) return text;
  const isWord = /^[-_.]?[a-z]+(?:[-_.][a-z]+)*[-_.]?v?\d{0,4}(?:\.\w{1,5})?[-_.]?$/i.test(text);
  const isMixed = text.length > 8 && /\d/.test(text) && /[a-z]/i.test(text);
  const isKey = keyKindOf(text) === "secret" || /[a-z0-9]{24,}/i.test(text);
  return isKey || (isMixed && !isWord) ? "…" : text;
}

function decode(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function fill(text: string, holes: readonly Hole[]): string {
  return text.replaceAll(allMarks, (_, index: string) => `{${holes[Number(index)]?.name ?? "…"}}`);
}

function unmark(text: string, holes: readonly Hole[]): Folded {
  const parts = text
    .split(/zzhole(\d+)zz/i)
    .map((part, index): string | Hole => (index % 2 === 0 ? part : holes[Number(part)]!));
  return parts.filter((part) => part !== "");
}

/** What is seen of where a call goes. */
export function observeTarget({ kind, host, shown }: Target): readonly Observed[] {
  if (kind === "none") return [];
  const facts = { own: "own-service", other: "other-service", unknown: "unknown-target" } as const;
  return [{ fact: facts[kind], by: kind === "other" ? host : shown }];
}
