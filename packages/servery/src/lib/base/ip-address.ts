const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const ipv6 = /^[0-9a-f:.]{2,45}$/i;
const mapped = "::ffff:";

/**
 * Reads an IP address as text and answers its one canonical form (RFC 5952 for IPv6); `undefined` for
 * anything else. An IPv4 address in the clothes of IPv6 (`::ffff:192.0.2.1`) is that IPv4 address. A zone
 * (`%eth0`) is left out.
 */
export function parseIpAddress(text: string): string | undefined {
  if (ipv4.test(text)) return text;
  if (text.startsWith(mapped) && ipv4.test(text.slice(mapped.length)))
    return text.slice(mapped.length);
  const zone = text.indexOf("%");
  const bare = zone < 0 ? text : text.slice(0, zone);
  if (!ipv6.test(bare) || !bare.includes(":")) return undefined;
  const url = `http://[${bare}]/`;
  if (!URL.canParse(url)) return undefined;
  const canonical = new URL(url).hostname.slice(1, -1);
  return fromMapped(canonical) ?? canonical;
}

function fromMapped(canonical: string): string | undefined {
  const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (match === null) return undefined;
  const bytes = [match[1]!, match[2]!].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
  return bytes.join(".");
}

/**
 * The network that one caller has to itself, from a canonical address: an IPv4 address as it is, of IPv6
 * its /64, within which everybody has as many addresses as they please. `unknown` where there is none.
 */
export function toNetwork(address: string | undefined): string {
  if (address === undefined) return "unknown";
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...after];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
