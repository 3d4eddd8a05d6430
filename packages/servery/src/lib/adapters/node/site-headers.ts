import { hash } from "node:crypto";

const always = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
};

/** What a page of a site may do, unless it is told otherwise: use what comes from its own origin. */
const policy = {
  "default-src": "'self'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' data: blob:",
  "font-src": "'self' data:",
  "connect-src": "'self'",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
};

/** The headers of a site's file. `policyText` replaces the policy; `false` sends none. */
export function toSiteHeaders(
  type: string,
  caching: "immutable" | "revalidate",
  page: { readonly html?: string; readonly policyText: string | false | undefined },
): Record<string, string> {
  const cacheControl = caching === "immutable" ? "public, max-age=31536000, immutable" : "no-cache";
  const headers: Record<string, string> = { ...always, "cache-control": cacheControl };
  const isDocument = type.startsWith("text/html") || type.startsWith("image/svg");
  if (isDocument && page.policyText !== false)
    headers["content-security-policy"] = page.policyText ?? toPolicy(page.html ?? "");
  return headers;
}

/** The scripts and styles that stand in the built page itself are allowed by their hashes. */
function toPolicy(html: string): string {
  const scripts = toHashes(html, /<script(?![^>]*\ssrc\s*=)[^>]*>([^]*?)<\/script>/gi);
  const styles = toHashes(html, /<style[^>]*>([^]*?)<\/style>/gi);
  return Object.entries(policy)
    .map(([name, value]) => {
      const hashes = name === "script-src" ? scripts : name === "style-src" ? styles : "";
      return `${name} ${value}${hashes}`;
    })
    .join("; ");
}

function toHashes(html: string, pattern: RegExp): string {
  return [...html.matchAll(pattern)]
    .map(([, text]) => ` 'sha256-${hash("sha256", text!, "base64")}'`)
    .join("");
}
