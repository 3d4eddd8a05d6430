/** What a key is, by what it is called and how it is formed. */
export type KeyKind = "secret" | "public" | "unsaid";

const keyHeaders =
  /^(?:authorization|proxy-authorization|apikey|api-key|ocp-apim-subscription-key|x-goog-api-key|x-(?:[a-z0-9-]+-)?(?:key|token|secret|auth)|[a-z0-9-]*-?(?:api-?key|access-?token|auth-?token|secret))$/;

/** Headers that are named like keys and protect against forged requests; they open nothing. */
const harmlessHeaders = /csrf|xsrf|idempotency|request-?id|turnstile|captcha/;

const keyParameters =
  /^(?:key|api[-_]?key|app[-_]?(?:id|key)|access[-_]?(?:key|token)|auth(?:[-_]?token)?|token|secret|client[-_]?secret|subscription[-_]?key|private[-_]?key|password|pwd|sig(?:nature)?)$/;

/** Whether a header says who calls. */
export function isKeyHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return keyHeaders.test(lower) && !harmlessHeaders.test(lower);
}

/** Whether a part of a query string says who calls. */
export function isKeyParameter(name: string): boolean {
  return keyParameters.test(name.toLowerCase());
}

/** Whether a property of what an SDK is made with is a key: `apiKey`, `credentials`. */
export function isKeyOption(name: string): boolean {
  return /(?:^|[_-])(?:key|token|secret|credentials?|password)$|(?:Key|Token|Secret|Credentials?|Password)$|^apikey$/.test(
    name,
  );
}

// What stands behind a short start must be long: `sk-SK` is a language, `re_store` a name.
const secretForms =
  /^(?:Bearer |Basic |token )?(?:[sr]k_(?:live|test)_|sb_secret_|github_pat_|sk\.eyJ|phx_|sntry[su]_|(?:sk|glpat|xai|pplx)-[\w-]{16}|(?:re|hf|gsk|r8|gh[pousr]|whsec|shpat|dop_v1)_[\w+/=]{16}|SG\.[\w-]{16}|xox[abprs]-[\w-]{10}|A[KS]IA[A-Z0-9]{16}|key-[0-9a-f]{16}|-----BEGIN)/;
const publicForms =
  /^(?:Bearer )?(?:pk_(?:live|test)_|pk\.|sb_publishable_|pub_|phc_|G-|UA-|key_(?:live|test)_pub)/;

/** What a key is by its form. Its value is looked at, and never kept. */
export function keyKindOf(value: string): KeyKind {
  if (secretForms.test(value)) return "secret";
  if (publicForms.test(value)) return "public";
  const role = roleOf(value);
  if (role === "anon") return "public";
  return role === "service_role" ? "secret" : "unsaid";
}

/** What a key is by the name that it has in the environment or the code. */
export function keyKindByName(name: string): KeyKind {
  const own = name
    .replace(/^(?:NEXT_PUBLIC|EXPO_PUBLIC|NUXT_PUBLIC|REACT_APP|VITE|PUBLIC|GATSBY)_/, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toUpperCase();
  if (/SECRET|PRIVATE|SERVICE_ROLE|SERVICE_KEY|ADMIN|MASTER|PASSWORD/.test(own)) return "secret";
  return /PUBLIC|PUBLISHABLE|ANON|SEARCH_(?:ONLY_)?(?:API_)?KEY|SEARCH_ONLY|_SITE_KEY|^SITE_KEY|_PK$|CLIENT_ID/.test(
    own,
  )
    ? "public"
    : "unsaid";
}

/** The role that a JSON web token of Supabase's says. */
function roleOf(value: string): string | undefined {
  const payload = /^(?:Bearer )?eyJ[\w-]+\.(eyJ[\w-]+)\./.exec(value)?.[1];
  if (payload === undefined) return undefined;
  try {
    const text = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    return (JSON.parse(text) as { role?: string }).role;
  } catch {
    return undefined;
  }
}

/** Whether a field holds what must not go to just anybody: cards, passwords, numbers of persons, health. */
export function isSensitiveField(name: string): boolean {
  return /^(?:card|cc)(?:[-_]?(?:number|num|no|cvc|cvv|exp\w*))?$|cardnumber|creditcard|card_number|\bcvc\b|\bcvv2?\b|^pan$|passw(?:or)?d|passphrase|^pwd$|^ssn$|socialsecurity|social_security|^(?:national|personal)_?id|passport|driver_?s?_?licen[cs]e|tax_?id|^iban$|account_?number|routing_?number|sort_?code|date_?of_?birth|birth_?date|^dob$|diagnos[ie]s|medication|prescription|medical|health_?(?:record|data)|blood_?type|symptoms?$|biometric|fingerprint_?data|salary|religion|sexual|ethnicity/.test(
    name.replaceAll("-", "_").toLowerCase(),
  );
}

/** Whether a field holds what a business decides: prices, discounts, stocks, rights. */
export function isBusinessField(name: string): boolean {
  return /(?:^|[_-])(?:price|amount|total|subtotal|discount|tax|fee|cost|stock|balance|credits?|points|quantity_available|role|roles|permissions?|is_?admin|is_?premium|plan)(?:$|_?(?:in_)?cents$|(?:In)?Cents$)|(?:Price|Amount|Total|Subtotal|Discount|Tax|Fee|Cost|Stock|Balance|Credits)(?:InCents|Cents)?$|^is(?:Admin|Premium|Staff|Owner|Paid|Verified)$|^unit_amount$/.test(
    name,
  );
}
