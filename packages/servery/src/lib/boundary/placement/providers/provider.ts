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
  | "realtime"
  | "proxy"
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
  /** Where it says itself what is said of it here, as far as it is not plain. */
  readonly source?: string;
  /** Whether it answers no browsers (CORS), as its source says. */
  readonly refusesBrowsers?: true;
  /**
   * What its package has that is of another kind and has public keys: `auth` of Supabase's client, `Account` of Appwrite's
   * package. The longest name that fits counts.
   */
  readonly but?: Readonly<Record<string, Provider["kind"]>>;
}

/** Writes providers down, one a line: `name; hosts; packages; source`, in lists that blanks part. */
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
      const [name = "", hosts = "", packages = "", source] = line
        .split(";")
        .map((part) => part.trim());
      const own = { name, kind, keys, hosts: toList(hosts), packages: toList(packages), ...more };
      return source === undefined ? own : { ...own, source };
    });
}

function toList(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
