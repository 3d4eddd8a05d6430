import { useSyncExternalStore } from "react";

interface Asked {
  /** Called with whether the proof was given. */
  readonly settle: (proved: boolean) => void;
}

let asked: Asked | undefined;
const listeners = new Set<() => void>();

function setAsked(next: Asked | undefined): void {
  asked = next;
  listeners.forEach((listener) => listener());
}

/** Asks whoever is signed in to prove again who they are; `false` when they would rather not. */
function askForProof(): Promise<boolean> {
  asked?.settle(false);
  return new Promise((resolve) => {
    setAsked({
      settle: (proved) => {
        setAsked(undefined);
        resolve(proved);
      },
    });
  });
}

/** The question that is open, for the one dialog that shows it. */
export function useAskedProof(): Asked | undefined {
  return useSyncExternalStore(
    (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    () => asked,
  );
}

interface Outcome {
  readonly problem?: { readonly code: string } | undefined;
}

/**
 * Makes a call that may need a fresh sign-in. Where the service asks for one, the dialog opens, and
 * the call is made again once the proof is given.
 */
export async function proving<O extends Outcome | { readonly declined: true }>(
  call: () => Promise<O>,
): Promise<O> {
  const outcome = await call();
  const problem = "problem" in outcome ? outcome.problem : undefined;
  if (problem?.code !== "fresh_sign_in_required") return outcome;
  return (await askForProof()) ? call() : outcome;
}
