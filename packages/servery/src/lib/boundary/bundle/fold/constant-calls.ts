import {
  type Constant,
  fromCodes,
  hole,
  isList,
  isRecord,
  joinList,
  toText,
  unknown,
} from "./constant.ts";

/** A text that is longer is not folded any further. */
export const longestText = 1 << 20;

type Call = (args: readonly Constant[]) => Constant;
type Method<Self> = (self: Self, args: readonly Constant[]) => Constant;

/** Functions that browsers have, of which the result is known where what they are given is. */
const functions: Readonly<Record<string, Call>> = {
  atob: ([text]) => orUnknown(() => atob(whole(text))),
  btoa: ([text]) => orUnknown(() => btoa(whole(text))),
  decodeURI: ([text]) => orUnknown(() => decodeURI(whole(text))),
  decodeURIComponent: ([text]) => orUnknown(() => decodeURIComponent(whole(text))),
  encodeURIComponent: ([text]) => orUnknown(() => encodeURIComponent(whole(text))),
  unescape: ([text]) => orUnknown(() => unescapeOld(whole(text))),
  String: ([value]) => toText(value),
  "String.fromCharCode": (args) => fromCodes(args.flat() as Constant[]) ?? unknown,
  "String.fromCodePoint": (args) => orUnknown(() => String.fromCodePoint(...(args as number[]))),
  "Buffer.from": ([value, coding]) => fromBuffer(value, coding),
  "Uint8Array.from": ([value]) => (isList(value) ? value : unknown),
  "Uint8Array.of": (args) => args,
  "Array.from": ([value]) =>
    typeof value === "string" ? [...value] : isList(value) ? value : unknown,
  "Array.of": (args) => args,
  "Object.freeze": ([value]) => value,
  "Object.values": ([value]) =>
    isRecord(value) ? [...value.values()] : isList(value) ? value : unknown,
  "JSON.parse": ([text]) => orUnknown(() => toConstant(JSON.parse(whole(text)))),
};

const textMethods: Readonly<Record<string, Method<string>>> = {
  at: (self, [at]) => self.at(Number(at)),
  charAt: (self, [at]) => self.charAt(Number(at)),
  charCodeAt: (self, [at]) => self.charCodeAt(Number(at)),
  concat: (self, args) => self + args.map(toText).join(""),
  padEnd: (self, [length, fill = " "]) => self.padEnd(bounded(length), toText(fill)),
  padStart: (self, [length, fill = " "]) => self.padStart(bounded(length), toText(fill)),
  repeat: (self, [times]) => self.repeat(bounded(Number(times) * self.length) && Number(times)),
  replace: (self, [what, by]) => self.replace(known(what), () => known(by)),
  replaceAll: (self, [what, by]) => {
    bounded((self.length + 1) * known(by).length);
    return self.replaceAll(known(what), () => known(by));
  },
  slice: (self, [from, to]) => self.slice(offset(from), offset(to)),
  split: (self, [by]) => (by === undefined ? [self] : self.split(known(by))),
  substr: (self, [from, length]) =>
    self.slice(offset(from)).slice(0, length === undefined ? undefined : Number(length)),
  substring: (self, [from, to]) => self.substring(offset(from) ?? 0, offset(to)),
  toLowerCase: (self) => self.toLowerCase(),
  toString: (self: string) => self,
  toUpperCase: (self) => self.toUpperCase(),
  trim: (self) => self.trim(),
  valueOf: (self: string) => self,
};

const listMethods: Readonly<Record<string, Method<readonly Constant[]>>> = {
  at: (self, [at]) => self.at(Number(at)),
  concat: (self, args) => [...self, ...args.flat()] as Constant[],
  flat: (self) => self.flat() as Constant[],
  join: (self, [between = ","]) => {
    bounded(self.length * toText(between).length);
    return joinList(self, toText(between));
  },
  reverse: (self) => self.toReversed(),
  slice: (self, [from, to]) => self.slice(offset(from), offset(to)),
  toReversed: (self) => self.toReversed(),
  toString: (self: readonly Constant[]) => toText(self),
};

/** What a function of the browser's answers, by its name: `atob`, `String.fromCharCode`. */
export function callFunction(name: string, args: readonly Constant[]): Constant {
  return Object.hasOwn(functions, name) ? functions[name]!(args) : unknown;
}

/** What a method answers. Arguments that are not known make holes where they are added, and nothing known elsewhere. */
export function callMethod(self: Constant, name: string, args: readonly Constant[]): Constant {
  return orUnknown(() => {
    if (typeof self === "string" && Object.hasOwn(textMethods, name))
      return textMethods[name]!(self, args);
    if (isList(self) && Object.hasOwn(listMethods, name)) return listMethods[name]!(self, args);
    if (name === "toString" && typeof self === "number")
      return self.toString(Number(args[0] ?? 10));
    // Whatever it is that `concat` is asked of, what is added is known.
    if (name === "concat" && args.some((each) => typeof each === "string"))
      return hole + args.map(toText).join("");
    return unknown;
  });
}

export function isGlobalFunction(name: string): boolean {
  return Object.hasOwn(functions, name);
}

function orUnknown(run: () => Constant): Constant {
  try {
    return run();
  } catch {
    return unknown;
  }
}

function known(value: Constant): string {
  if (typeof value === "string") return value;
  throw new TypeError("not a known text");
}

function whole(value: Constant): string {
  const text = known(value);
  if (text.includes(hole)) throw new TypeError("not all of it is known");
  return text;
}

function offset(value: Constant): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number") return value;
  throw new TypeError("not a known number");
}

/** Refuses what would make a text without end of a few characters. */
function bounded(length: Constant): number {
  if (typeof length === "number" && length <= longestText) return length;
  throw new RangeError("too long to be folded");
}

function fromBuffer(value: Constant, coding: Constant): Constant {
  if (isList(value)) return fromCodes(value) ?? unknown;
  if (coding === "base64" || coding === "base64url")
    return callFunction("atob", [toText(value).replaceAll("-", "+").replaceAll("_", "/")]);
  if (coding !== "hex") return value;
  return toText(value).replace(/[0-9a-f]{2}/gi, (pair) =>
    String.fromCharCode(Number.parseInt(pair, 16)),
  );
}

/** As `unescape`, which ECMAScript keeps for old pages (ECMA-262 B.2.1.2). */
function unescapeOld(text: string): string {
  return text.replace(/%u([0-9a-f]{4})|%([0-9a-f]{2})/gi, (_, unit?: string, byte?: string) =>
    String.fromCharCode(Number.parseInt(unit ?? byte ?? "0", 16)),
  );
}

function toConstant(value: unknown): Constant {
  if (Array.isArray(value)) return value.map(toConstant);
  if (typeof value !== "object" || value === null) return value as Constant;
  return new Map(Object.entries(value).map(([key, each]) => [key, toConstant(each)]));
}
