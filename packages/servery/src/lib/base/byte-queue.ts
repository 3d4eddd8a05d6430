/** Text that waits to leave as bytes (UTF-8), in the order in which it came. */
export interface ByteQueue {
  /** Bytes that wait. */
  readonly size: number;
  add(text: string): void;
  /** The next bytes, at most as many as a step has; `undefined` when nothing waits. */
  take(): Uint8Array | undefined;
  clear(): void;
}

const encoder = new TextEncoder();

/** Makes a {@link ByteQueue} that is taken in steps: small texts together, a large one in pieces. */
export function createByteQueue(stepBytes: number): ByteQueue {
  let parts: Uint8Array[] = [];
  let size = 0;

  function next(): Uint8Array | undefined {
    const first = parts[0];
    if (first === undefined || first.byteLength <= stepBytes) return join(takeSmall());
    parts[0] = first.subarray(stepBytes);
    return first.subarray(0, stepBytes);
  }

  function takeSmall(): readonly Uint8Array[] {
    let count = 0;
    let bytes = 0;
    while (count < parts.length && bytes + parts[count]!.byteLength <= stepBytes)
      bytes += parts[count++]!.byteLength;
    return parts.splice(0, count);
  }

  return {
    get size() {
      return size;
    },
    add(text) {
      if (text === "") return;
      const bytes = encoder.encode(text);
      parts.push(bytes);
      size += bytes.byteLength;
    },
    take() {
      const bytes = next();
      if (bytes !== undefined) size -= bytes.byteLength;
      return bytes;
    },
    clear() {
      parts = [];
      size = 0;
    },
  };
}

function join(parts: readonly Uint8Array[]): Uint8Array | undefined {
  if (parts.length < 2) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
