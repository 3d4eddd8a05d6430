/** An address without its percent-encoding; as it is where that is no encoding at all. What would be a query stays encoded. */
export function decodeAddress(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}
