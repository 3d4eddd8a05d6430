/** Names of what is kept secret, and of what only sounds so. */
const secretNames = /secret|passw(?:or)?d|passphrase|private_?key|credential/i;
const likelyNames = /token|api_?key|access_?key|auth_?key|signing_?key|encryption_?key/i;
const publicNames =
  /public|publishable|csrf|xsrf|hash|digest|integrity|checksum|sha\d|fingerprint|pattern|regex|field|label|input|placeholder|message|error|type$|kind$|name$|url$|uri$|path$|endpoint$|header$|selector|icon|site_?key|measurement/i;

/**
 * Whether a constant looks like a secret by its name and by itself: long, without words, and of many different characters.
 * That is a guess, and told as one.
 */
export function isSuspicious(name: string | undefined, text: string): boolean {
  if (name === undefined || publicNames.test(name)) return false;
  const isStrong = secretNames.test(name);
  if (!isStrong && !likelyNames.test(name)) return false;
  if (text.length < 20 || text.length > 200 || !/^[\w+/=.~!@#$%^&*-]+$/.test(text)) return false;
  if (/^(?:pk|pub|public|sb_publishable|eyJ|AIza)/.test(text) || isIdentifier(text)) return false;
  if (/^[0-9a-f]+$/i.test(text)) return isStrong && entropyOf(text) > 3;
  return /\d/.test(text) && /[a-z]/i.test(text) && !hasWords(text) && entropyOf(text) > 3.6;
}

/** A UUID, or digits alone. */
function isIdentifier(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) || /^[\d.-]+$/.test(text);
}

/** Words between signs, or in camel case, are written by people: `x-csrf-token-2`, `resetPasswordForm1`. */
function hasWords(text: string): boolean {
  const between = text
    .split(/[^A-Za-z0-9]+/)
    .filter((each) => /^(?:[a-z]{2,}|[A-Z]{2,})$/.test(each));
  const words = text.match(/[A-Z]?[a-z]{4,}|[A-Z]{5,}/g) ?? [];
  return Math.max(between.join("").length, words.join("").length) > text.length / 2;
}

/** Bits for each character (Shannon 1948). */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}
