/**
 * The names of `servery` that make a module a contract module, which in browsers is replaced by its contracts' routes. `*` is
 * the whole of it.
 */
const words =
  /^(?:contract|query|mutation|action|resource|problem|role|scope|plan|sensitive|nothing|identity|\*)$/;

/** True for a name of the contract language. */
export function isContractWord(name: string): boolean {
  return words.test(name);
}
