import { Link, useLocation } from "wouter";

import { signInHref } from "../session/next-page.ts";
import { useAccount } from "../session/use-account.ts";

/** Who is signed in, or the way to be. Its place is kept while that is unknown. */
export function AccountLink() {
  const { state, user, isAdmin } = useAccount();
  const [location] = useLocation();
  if (state === "signed_out") {
    const next = location.startsWith("/sign-") ? "/account" : location;
    return (
      <Link href={signInHref(next)} className="header-link header-account">
        <Figure />
        <span className="header-account-name">Sign in</span>
      </Link>
    );
  }
  if (user === undefined)
    return (
      <span className="header-link header-account" aria-hidden="true">
        <Figure />
        <span className="header-account-name" />
      </span>
    );
  const name = user.name ?? user.email;
  return (
    <>
      {isAdmin ? (
        <Link href="/admin" className="header-link header-back">
          Back of the shop
        </Link>
      ) : null}
      <Link
        href="/account"
        className="header-link header-account"
        aria-label={`Account of ${name}`}
      >
        <Figure />
        <span className="header-account-name">{name.split(/[\s@]/)[0]}</span>
      </Link>
    </>
  );
}

function Figure() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="12" cy="8" r="4.2" />
      <path d="M3.5 21c.8-4.6 4.2-7 8.5-7s7.7 2.4 8.5 7" />
    </svg>
  );
}
