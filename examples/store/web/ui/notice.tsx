import type { ReactNode } from "react";

interface Notice {
  readonly title: string;
  readonly children?: ReactNode;
  /** What can be done about it. */
  readonly action?: ReactNode;
  readonly tone?: "quiet" | "warning";
}

/** A page or a part of it that has nothing to show, and says why. */
export function Notice({ title, children, action, tone = "quiet" }: Notice) {
  return (
    <div className={`notice notice-${tone}`} role={tone === "warning" ? "alert" : undefined}>
      <p className="notice-title">{title}</p>
      {children === undefined ? null : <p>{children}</p>}
      {action === undefined ? null : <p className="notice-action">{action}</p>}
    </div>
  );
}

interface Failure {
  readonly problem: { readonly title: string; readonly code: string };
  readonly retry: () => void;
}

const busy = [
  "The shop is crowded",
  "It cannot serve you this moment. Wait a little, then try again.",
] as const;

/** What visitors are told instead of what engineers are. */
const words: Readonly<Record<string, readonly [title: string, text: string]>> = {
  offline: ["You are offline", "This device has no connection. Your cart is safe meanwhile."],
  network_error: [
    "The shop cannot be reached",
    "No answer came. It may be the connection, or us. Your cart is safe.",
  ],
  timeout: ["The shop does not answer", "It took too long. Your cart is safe."],
  overloaded: busy,
  too_many_requests: busy,
  shutting_down: busy,
  unknown_region: ["We do not deliver there", "Choose another country at the top of the page."],
};

/** A question to the service that got no good answer. */
export function FailureNotice({ problem, retry }: Failure) {
  return (
    <Notice
      tone="warning"
      title={words[problem.code]?.[0] ?? problem.title}
      action={
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      }
    >
      {words[problem.code]?.[1] ?? "The shop could not answer. Your cart is safe."}
    </Notice>
  );
}
