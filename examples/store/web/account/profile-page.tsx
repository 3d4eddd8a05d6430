import { useState } from "react";
import { useMutation } from "servery/react";

import { client } from "../client.ts";
import { NewPassword } from "../session/new-password.tsx";
import { PasswordOwner } from "../session/password-owner.tsx";
import { refreshAccount, useAccount } from "../session/use-account.ts";
import { announce } from "../ui/announcer.tsx";
import { Form, type FormValues } from "../ui/form.tsx";
import { TextField } from "../ui/text-field.tsx";
import { usePage } from "../ui/use-page.ts";

export function ProfilePage() {
  usePage("Profile");
  return (
    <>
      <h1 className="page-title">Profile</h1>
      <NameForm />
      <PasswordForm />
    </>
  );
}

function NameForm() {
  const { user } = useAccount();
  const { mutate, pending, error } = useMutation(client.auth.updateProfile);
  const save = async (name: string) => {
    const { problem } = await mutate({ name: name === "" ? null : name });
    if (problem !== undefined) return;
    await refreshAccount();
    announce("Saved.");
  };
  return (
    <section className="section" aria-labelledby="who-title">
      <h2 id="who-title">Who you are</h2>
      <Form
        onSubmit={({ text }) => void save(text("name"))}
        pending={pending}
        action="Save"
        tone="quiet"
        problem={error}
      >
        <TextField
          name="name"
          label="Name"
          autoComplete="name"
          maxLength={120}
          required={false}
          defaultValue={user?.name ?? ""}
        />
        <dl className="details">
          <div>
            <dt>E-mail</dt>
            <dd>{user?.email}</dd>
          </div>
        </dl>
      </Form>
    </section>
  );
}

function PasswordForm() {
  const { mutate, pending, error } = useMutation(client.auth.changePassword);
  const [round, setRound] = useState(0);
  const change = async ({ exact }: FormValues) => {
    const { data } = await mutate({
      currentPassword: exact("currentPassword"),
      newPassword: exact("newPassword"),
    });
    if (data === undefined) return;
    setRound(round + 1);
    announce("Your password is changed. Other devices have been signed out.");
  };
  return (
    <section className="section" aria-labelledby="password-title">
      <h2 id="password-title">Password</h2>
      <p>A new one signs out every other device.</p>
      <Form
        key={round}
        onSubmit={(values) => void change(values)}
        pending={pending}
        action="Change the password"
        tone="quiet"
        problem={error}
      >
        <PasswordOwner />
        <TextField
          name="currentPassword"
          label="Password now"
          type="password"
          autoComplete="current-password"
          maxLength={256}
        />
        <NewPassword label="New password" />
      </Form>
      {round > 0 ? <p className="done">Changed. Other devices have been signed out.</p> : null}
    </section>
  );
}
