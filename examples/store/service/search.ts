/** Text as it is searched: lower case, without accents and punctuation, words apart by one blank. */
export function toSearchText(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Text as it is sorted: as it is searched, without a leading article. */
export function toSortKey(text: string): string {
  return toSearchText(text).replace(/^(?:the|an?|o|os|as|le|les|la|el|los|las) (?=.)/, "");
}

/** The words of a search, at most six; each must occur. Nothing in them means anything to LIKE. */
export function toSearchWords(search: string): readonly string[] {
  return toSearchText(search).split(" ").filter(Boolean).slice(0, 6);
}
