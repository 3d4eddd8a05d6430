import { useCallback, useEffect, useState } from "react";
import { useMutation } from "servery/react";
import { Link, Redirect, useLocation, useSearch } from "wouter";

import { client } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { Form } from "../ui/form.tsx";
import type { ShownProblem } from "../ui/problem-words.ts";
import { TextField } from "../ui/text-field.tsx";
import { usePage } from "../ui/use-page.ts";
import { CodeForm } from "./code-form.tsx";
import { readNextPage } from "./next-page.ts";
import { knowsPasskeys, offersPasskeys, signInWithPasskey } from "./passkey.ts";
import { useAccount } from "./use-account.ts";

export function SignInPage() {
  usePage("Sign in");
  const search = useSearch();
  const [, navigate] = useLocation();
  const [challenge, setChallenge] = useState<string>();
  const enter = useCallback(() => {
    announce("You are signed in.");
    navigate(readNextPage(`?${search}`), { replace: true });
  }, [navigate, search]);
  const { state } = useAccount();
  if (state === "signed_in") return <Redirect to={readNextPage(`?${search}`)} replace />;
  return (
    <div className="page door">
      <h1 className="page-title">{challenge === undefined ? "Sign in" : "One more step"}</h1>
      {challenge === undefined ? (
        <PasswordSignIn onChallenge={setChallenge} onSignedIn={enter} />
      ) : (
        <CodeForm challenge={challenge} onSignedIn={enter} />
      )}
      <ul className="door-links">
        <li>
          No account yet? <Link href={`/sign-up?${search}`}>Make one</Link>. The counter serves
          guests too.
        </li>
        <li>
          <Link href="/forgot-password">Forgot the password?</Link>
        </li>
      </ul>
    </div>
  );
}

interface SignIn {
  readonly onChallenge: (challenge: string) => void;
  readonly onSignedIn: () => void;
}

function PasswordSignIn({ onChallenge, onSignedIn }: SignIn) {
  const { mutate, pending, error } = useMutation(client.auth.signIn);
  const passkey = usePasskeySignIn(onSignedIn);
  const signIn = async (email: string, password: string) => {
    const { data } = await mutate({ email, password });
    if (data?.status === "second_factor_required") onChallenge(data.challenge);
    if (data?.status === "signed_in") onSignedIn();
  };
  return (
    <Form
      onSubmit={({ text, exact }) => void signIn(text("email"), exact("password"))}
      pending={pending}
      action="Sign in"
      problem={passkey.problem ?? error}
      aside={
        knowsPasskeys ? (
          <button type="button" className="button" onClick={passkey.ask}>
            Use a passkey
          </button>
        ) : null
      }
    >
      <TextField
        name="email"
        label="E-mail"
        type="email"
        autoComplete="username webauthn"
        maxLength={254}
      />
      <TextField
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        maxLength={256}
      />
    </Form>
  );
}

/** Passkeys are offered among the saved passwords as soon as the page is there, and asked for by the button. */
function usePasskeySignIn(onSignedIn: () => void) {
  const [problem, setProblem] = useState<ShownProblem>();
  const signIn = useCallback(
    async (how: "asked" | "quietly") => {
      const outcome = await signInWithPasskey(how);
      if ("declined" in outcome) return;
      if (outcome.problem === undefined) onSignedIn();
      // What nobody asked for does not fail aloud.
      else if (how === "asked") setProblem(outcome.problem);
    },
    [onSignedIn],
  );
  useEffect(() => {
    let left = false;
    void offersPasskeys().then((offers) => (offers && !left ? signIn("quietly") : undefined));
    return () => {
      left = true;
      void import("@simplewebauthn/browser").then(({ WebAuthnAbortService }) =>
        WebAuthnAbortService.cancelCeremony(),
      );
    };
  }, [signIn]);
  const ask = () => {
    setProblem(undefined);
    void signIn("asked");
  };
  return { problem, ask };
}
