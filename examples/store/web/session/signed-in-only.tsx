import type { ReactNode } from "react";
import { Link, Redirect, useLocation } from "wouter";

import { Loading } from "../ui/loading.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { signInHref } from "./next-page.ts";
import { refreshAccount, useAccount } from "./use-account.ts";

/** Pages that need an account. Who had one a moment ago is told that the session has ended. */
export function SignedInOnly({ children }: { readonly children: ReactNode }) {
  const { state, reason, problem } = useAccount();
  const [location] = useLocation();
  if (state === "signed_in") return children;
  if (state === "unknown")
    return (
      <div className="page">
        {problem === undefined ? (
          <Loading label="Looking who you are…" />
        ) : (
          <FailureNotice problem={problem} retry={() => void refreshAccount()} />
        )}
      </div>
    );
  if (reason === undefined) return <Redirect to={signInHref(location)} replace />;
  return (
    <div className="page">
      <h1 className="page-title">Signed out</h1>
      <Notice
        tone="warning"
        title={reason === "signed_out" ? "You have signed out" : "Your session has ended"}
        action={
          <Link href={signInHref(location)} className="button">
            Sign in again
          </Link>
        }
      >
        {reason === "signed_out"
          ? "Here or in another tab."
          : "It was ended from another device, or its time was up. Nothing you did here is lost."}
      </Notice>
    </div>
  );
}
