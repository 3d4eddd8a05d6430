import { useState } from "react";
import { useMutation } from "servery/react";
import { Link, useLocation, useSearch } from "wouter";

import { client } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { Form, type FormValues } from "../ui/form.tsx";
import { TextField } from "../ui/text-field.tsx";
import { usePage } from "../ui/use-page.ts";
import { NewPassword } from "./new-password.tsx";
import { readNextPage } from "./next-page.ts";
import { OutboxNote } from "./outbox-note.tsx";

interface Attempt {
  readonly attempt: string;
  readonly email: string;
}

export function SignUpPage() {
  usePage("Make an account");
  const [attempt, setAttempt] = useState<Attempt>();
  return attempt === undefined ? (
    <AskForAccount onAsked={setAttempt} />
  ) : (
    <ProveAddress {...attempt} onBack={() => setAttempt(undefined)} />
  );
}

function AskForAccount({ onAsked }: { readonly onAsked: (attempt: Attempt) => void }) {
  const { mutate, pending, error } = useMutation(client.auth.signUp);
  const search = useSearch();
  const signUp = async ({ text, exact }: FormValues) => {
    const [email, name] = [text("email"), text("name")];
    const { data } = await mutate({
      email,
      password: exact("newPassword"),
      ...(name !== "" && { name }),
    });
    if (data !== undefined) onAsked({ attempt: data.attempt, email });
  };
  return (
    <div className="page door">
      <h1 className="page-title">Make an account</h1>
      <p className="lead">Your orders in one place, and the members’ price if you want it.</p>
      <Form
        onSubmit={(values) => void signUp(values)}
        pending={pending}
        action="Make the account"
        problem={error}
      >
        <TextField
          name="name"
          label="Name (as you like)"
          autoComplete="name"
          maxLength={120}
          required={false}
        />
        <TextField
          name="email"
          label="E-mail"
          type="email"
          autoComplete="username"
          maxLength={254}
        />
        <NewPassword />
      </Form>
      <ul className="door-links">
        <li>
          You have one? <Link href={`/sign-in?${search}`}>Sign in</Link>.
        </li>
      </ul>
    </div>
  );
}

function ProveAddress({ attempt, email, onBack }: Attempt & { readonly onBack: () => void }) {
  const { mutate, pending, error } = useMutation(client.auth.verifyEmail);
  const search = useSearch();
  const [, navigate] = useLocation();
  const verify = async (code: string) => {
    const { data } = await mutate({ attempt, code });
    if (data === undefined) return;
    announce("Welcome. Your account is there, and you are signed in.");
    navigate(readNextPage(`?${search}`), { replace: true });
  };
  return (
    <div className="page door">
      <h1 className="page-title">Look into your mail</h1>
      <p className="lead">
        We wrote to <strong>{email}</strong>. The code in that mail makes the account.
      </p>
      <OutboxNote />
      <Form
        onSubmit={({ text }) => void verify(text("code").replaceAll(/\s/g, ""))}
        pending={pending}
        action="Sign in"
        problem={error}
        aside={
          <button type="button" className="link-button" onClick={onBack}>
            Another address, or a new code
          </button>
        }
      >
        <TextField
          name="code"
          label="Code from the mail"
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={12}
        />
      </Form>
    </div>
  );
}
