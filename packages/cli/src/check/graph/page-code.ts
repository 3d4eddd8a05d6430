/** JavaScript by any of its names (MIME Sniffing §4.6), and what runs in the page by way of a tool. */
const codeTypes =
  /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript|babel|jsx|typescript|partytown))$/i;

/** Whether what stands in a script element is code, by the element's attributes. */
export function isPageCode(attributes: ReadonlyMap<string, string>): boolean {
  return codeTypes.test((attributes.get("type") ?? "").trim());
}
