/** Most say that they are Chrome and Safari too, so these two come last. */
const browsers: readonly [RegExp, string][] = [
  [/\bEdg(?:A|iOS)?\//, "Edge"],
  [/\b(?:OPR|OPT|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:(?:Headless)?Chrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
  [/\bcurl\//i, "curl"],
];
const systems: readonly [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

/** What a browser or program calls itself, in words: `Firefox on Linux`. Only for people: it can be anything. */
export function toDeviceName(userAgent: string | null | undefined): string {
  if (userAgent === null || userAgent === undefined || userAgent === "") return "Unknown device";
  const browser = find(browsers, userAgent);
  const system = find(systems, userAgent);
  if (browser !== undefined && system !== undefined) return `${browser} on ${system}`;
  // Nearly everything begins with "Mozilla": that names nobody.
  return browser ?? system ?? /^(?!Mozilla\b)[\w.-]{1,40}/.exec(userAgent)?.[0] ?? "Unknown device";
}

function find(names: readonly [RegExp, string][], userAgent: string): string | undefined {
  return names.find(([pattern]) => pattern.test(userAgent))?.[1];
}
