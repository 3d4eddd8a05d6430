import { useMutation } from "servery/react";
import { useLocation } from "wouter";

import { client } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { toWords } from "../ui/problem-words.ts";

/** Ends the session of this browser, and goes back to the racks. */
export function SignOutButton() {
  const { mutate, pending, error } = useMutation(client.auth.signOut);
  const [, navigate] = useLocation();
  const signOut = async () => {
    const { problem } = await mutate();
    if (problem !== undefined) return;
    announce("You are signed out.");
    navigate("/");
  };
  return (
    <p className="area-leave">
      <button
        type="button"
        className="link-button"
        aria-disabled={pending}
        onClick={() => pending || void signOut()}
      >
        Sign out
      </button>
      {error === undefined ? null : <span role="alert"> {toWords(error)}</span>}
    </p>
  );
}
