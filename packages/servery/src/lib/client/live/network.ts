/** What the device says of its network and of the page. */
export interface NetworkEvents {
  /** It may be worth to try at once: the network is back, or the page is looked at again. */
  onWake(isBack: boolean): void;
  /** There is no network. */
  onOffline(): void;
}

/** Follows the device, where there is a page; what is returned ends that. */
export function followNetwork({ onWake, onOffline }: NetworkEvents): () => void {
  const onSeen = () => {
    if (globalThis.document?.visibilityState !== "hidden") onWake(false);
  };
  const heard: readonly [name: string, listener: () => void][] = [
    ["online", () => onWake(true)],
    ["offline", onOffline],
    ["visibilitychange", onSeen],
    ["pageshow", onSeen],
  ];
  for (const [name, listener] of heard) globalThis.addEventListener?.(name, listener);
  return () => {
    for (const [name, listener] of heard) globalThis.removeEventListener?.(name, listener);
  };
}
