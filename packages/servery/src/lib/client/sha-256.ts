// FIPS 180-4 §4.2.2 and §5.3.3: the first 32 bits of the fractional parts of the cube and square roots
// of the first primes.
const primes = Array.from({ length: 310 }, (_, n) => n + 2).filter(isPrime);
const constants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const start = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

/**
 * Prepares the SHA-256 of texts that begin alike. What it returns takes the rest of a text, in ASCII,
 * and gives the first 32 bits of the digest. Synchronous, unlike `crypto.subtle`, which takes longer
 * to be asked than the digest takes, and which pages without https lack.
 */
export function createHasher(prefix: string): (rest: string) => number {
  const bytes = new TextEncoder().encode(prefix);
  const whole = bytes.length - (bytes.length % 64);
  const words = new Int32Array(64);
  const begun = Int32Array.from(start);
  for (let at = 0; at < whole; at += 64) compress(begun, fill(words, bytes, at));
  const block = new Uint8Array(128);
  block.set(bytes.subarray(whole));
  const state = new Int32Array(8);

  return (rest) => {
    let length = bytes.length - whole;
    for (let i = 0; i < rest.length; i++) block[length++] = rest.charCodeAt(i);
    const size = length < 56 ? 64 : 128;
    block.fill(0, length);
    block[length] = 0x80;
    new DataView(block.buffer).setUint32(size - 4, (whole + length) * 8);
    state.set(begun);
    for (let at = 0; at < size; at += 64) compress(state, fill(words, block, at));
    return state[0]! >>> 0;
  };
}

function fill(words: Int32Array, bytes: Uint8Array, at: number): Int32Array {
  for (let i = 0, j = at; i < 16; i++, j += 4)
    words[i] = (bytes[j]! << 24) | (bytes[j + 1]! << 16) | (bytes[j + 2]! << 8) | bytes[j + 3]!;
  return words;
}

// FIPS 180-4 §6.2.2.
function compress(state: Int32Array, w: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[i]! + w[i]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function fraction(root: number): number {
  return (root - Math.floor(root)) * 2 ** 32;
}

function isPrime(n: number): boolean {
  for (let factor = 2; factor * factor <= n; factor++) if (n % factor === 0) return false;
  return true;
}
