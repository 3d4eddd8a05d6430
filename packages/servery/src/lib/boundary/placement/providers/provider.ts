/** What a service is for, as far as it says where calls to it should live. */
export type ProviderKind =
  | "database"
  | "payment"
  | "messages"
  | "ai"
  | "data"
  | "maps"
  | "analytics"
  | "search"
  | "storage"
  | "identity"
  | "code";

/**
 * Its keys: all of them secret, some made to be public, or none at all. `by form`: secret and public ones look
 * different, and a call is judged by the key that it has.
 */
export type ProviderKeys = "secret" | "public" | "none" | "by form";

/** A well-known service, and how it is recognised. */
export interface Provider {
  readonly name: string;
  readonly kind: ProviderKind;
  readonly keys: ProviderKeys;
  /** Its hosts, and all below them: `stripe.com` is also `api.stripe.com`. */
  readonly hosts: readonly string[];
  /** Its packages, and all below them: `firebase/firestore` is also `firebase/firestore/lite`. */
  readonly packages: readonly string[];
  /** Whether it answers no browsers (CORS), as its own documentation says. */
  readonly refusesBrowsers?: true;
  /** What hangs from a client that its package makes and is of another kind: `auth` of Supabase. */
  readonly but?: Readonly<Record<string, Provider["kind"]>>;
}

/** Writes providers down, one a line: `name; hosts; packages`, in lists that blanks part. */
export function listProviders(
  kind: ProviderKind,
  keys: ProviderKeys,
  lines: string,
  more: Pick<Provider, "refusesBrowsers" | "but"> = {},
): readonly Provider[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", hosts = "", packages = ""] = line.split(";").map((part) => part.trim());
      return { name, kind, keys, hosts: toList(hosts), packages: toList(packages), ...more };
    });
}

function toList(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
