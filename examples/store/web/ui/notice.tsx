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
  readonly problem: { readonly title: string; readonly detail?: string | undefined };
  readonly retry: () => void;
}

/** A question to the service that got no good answer. */
export function FailureNotice({ problem, retry }: Failure) {
  return (
    <Notice
      tone="warning"
      title={problem.title}
      action={
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      }
    >
      {problem.detail ?? "The shop could not answer."}
    </Notice>
  );
}
