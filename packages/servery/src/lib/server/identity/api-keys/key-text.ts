/** An API key, taken apart. */
export interface ApiKeyText {
  /** Names the key; no secret. */
  readonly id: string;
  /** With the rest of the key, what is hashed. */
  readonly secret: string;
}

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const idLength = 8;
/** 62^43 is just above 2^256. */
const secretLength = 43;
const checkLength = 6;

/** `shop_ab12CD34`: what a key of a contract begins with. */
export function toKeyPrefix(contract: string, id: string): string {
  return `${contract}_${id}`;
}

/** Draws a key. Letters and digits only, so that a double click takes all of it. */
export function drawKey(randomBytes: (length: number) => Uint8Array): ApiKeyText {
  return { id: draw(randomBytes, idLength), secret: draw(randomBytes, secretLength) };
}

/** `shop_ab12CD34_<secret><checksum>`: the checksum is CRC-32, so that scanners can tell a key from noise. */
export function formatKey(contract: string, { id, secret }: ApiKeyText): string {
  const body = `${toKeyPrefix(contract, id)}_${secret}`;
  return body + toChecksum(body);
}

/** `undefined` for what cannot be a key of this contract; a mistyped one costs no look-up. */
export function parseKey(contract: string, text: string): ApiKeyText | undefined {
  const start = `${contract}_`;
  const length = start.length + idLength + 1 + secretLength + checkLength;
  if (text.length !== length || !text.startsWith(start)) return undefined;
  const body = text.slice(0, -checkLength);
  const [id = "", secret = "", ...more] = body.slice(start.length).split("_");
  if (more.length > 0 || id.length !== idLength || !/^[0-9A-Za-z]+$/.test(id + secret))
    return undefined;
  return text.slice(-checkLength) === toChecksum(body) ? { id, secret } : undefined;
}

/** Every digit as likely as any other: bytes beyond the last whole set of digits are thrown away. */
function draw(randomBytes: (length: number) => Uint8Array, length: number): string {
  let text = "";
  while (text.length < length)
    for (const byte of randomBytes(length))
      if (byte < 4 * digits.length && text.length < length) text += digits[byte % digits.length];
  return text;
}

/** CRC-32 (ISO-HDLC) in base 62, padded with zeros: as GitHub and npm have it. */
function toChecksum(text: string): string {
  let rest = toCrc32(text);
  let check = "";
  for (let place = 0; place < checkLength; place++) {
    check = digits[rest % digits.length] + check;
    rest = Math.floor(rest / digits.length);
  }
  return check;
}

function toCrc32(ascii: string): number {
  let crc = 0xffff_ffff;
  for (let index = 0; index < ascii.length; index++) {
    crc ^= ascii.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}
