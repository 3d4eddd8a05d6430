import { createNumbers } from "../load/requests.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Variables with secrets of the kinds that services have, the same in every run. */
export function toSecrets(count: number): Readonly<Record<string, string>> {
  const number = createNumbers(1202, 1_000_000);
  const word = (length: number) =>
    Array.from({ length }, () => letters[number() % letters.length]).join("");
  const kinds = [
    () => `sk_live_${word(24)}`,
    () => `postgres://shop:${word(24)}@db.example:5432/shop`,
    () => word(43),
    () => `SG.${word(22)}.${word(43)}`,
    () => `ghp_${word(36)}`,
  ];
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`SECRET_${at}`, kinds[at % kinds.length]!()]),
  );
}
