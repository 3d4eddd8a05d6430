import { ServeryError } from "../../../base/servery-error.ts";
import type { SqlValue } from "../../../ports/database.ts";

/** Reads the values of a changeset one after the other, and never beyond its end. */
export interface ChangesetReader {
  readonly position: number;
  readonly atEnd: boolean;
  byte(): number;
  /** A whole number as SQLite packs it, up to 2^31 − 1. */
  count(): number;
  /** Bytes up to a NUL, which is read too. */
  name(): string;
  /** `undefined` stands for a value that a record leaves out. */
  value(): SqlValue | undefined;
  skipValue(): void;
}

const kinds = { undefined: 0, integer: 1, real: 2, text: 3, blob: 4, null: 5 } as const;

/** Texts up to this length are read here: it takes a decoder longer to begin. */
const shortText = 24;

const largestCount = 2 ** 31 - 1;

/** A failure to read a changeset: `changeset_invalid`. */
export function changesetInvalid(what: string, position: number): ServeryError {
  return new ServeryError(
    "changeset_invalid",
    `A changeset cannot be read: ${what} at byte ${position}.`,
  );
}

/** Makes a reader that stands at the first byte. Everything it reads throws `changeset_invalid` if it is not there. */
export function createChangesetReader(bytes: Uint8Array): ChangesetReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const end = bytes.length;
  let at = 0;

  /** Steps over so many bytes, and answers where they begin. */
  function take(length: number): number {
    if (length > end - at) throw changesetInvalid("it ends too early", at);
    const start = at;
    at += length;
    return start;
  }

  function count(): number {
    let value = 0;
    for (let length = 0; length < 5; length++) {
      const byte = bytes[take(1)] as number;
      value = value * 128 + (byte & 127);
      if (byte < 128 && value <= largestCount) return value;
    }
    throw changesetInvalid("a number is too large", at);
  }

  function integer(): number | bigint {
    const start = take(8);
    const value = view.getInt32(start) * 2 ** 32 + view.getUint32(start + 4);
    return Number.isSafeInteger(value) ? value : view.getBigInt64(start);
  }

  function text(length: number): string {
    const start = take(length);
    if (length > shortText) return decoder.decode(bytes.subarray(start, at));
    let result = "";
    for (let index = start; index < at; index++) {
      const byte = bytes[index] as number;
      if (byte > 127) return decoder.decode(bytes.subarray(start, at));
      result += String.fromCharCode(byte);
    }
    return result;
  }

  function unknownKind(): never {
    throw changesetInvalid("a value is of no known kind", at - 1);
  }

  return {
    get position() {
      return at;
    },
    get atEnd() {
      return at === end;
    },
    byte: () => bytes[take(1)] as number,
    count,
    name() {
      const stop = bytes.indexOf(0, at);
      if (stop === -1) throw changesetInvalid("a name does not end", at);
      const name = text(stop - at);
      at++;
      return name;
    },
    value() {
      const kind = bytes[take(1)];
      if (kind === kinds.text) return text(count());
      if (kind === kinds.integer) return integer();
      if (kind === kinds.undefined) return undefined;
      if (kind === kinds.null) return null;
      if (kind === kinds.real) return view.getFloat64(take(8));
      if (kind === kinds.blob) return bytes.slice(take(count()), at);
      return unknownKind();
    },
    skipValue() {
      const kind = bytes[take(1)];
      if (kind === kinds.text || kind === kinds.blob) take(count());
      else if (kind === kinds.integer || kind === kinds.real) take(8);
      else if (kind !== kinds.undefined && kind !== kinds.null) unknownKind();
    },
  };
}
