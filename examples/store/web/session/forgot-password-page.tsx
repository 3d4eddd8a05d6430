import { useMutation } from "servery/react";
import { Link } from "wouter";

import { client } from "../client.ts";
import { Form } from "../ui/form.tsx";
import { Notice } from "../ui/notice.tsx";
import { TextField } from "../ui/text-field.tsx";
import { usePage } from "../ui/use-page.ts";
import { OutboxNote } from "./outbox-note.tsx";

export function ForgotPasswordPage() {
  usePage("Forgot the password");
  const { mutate, pending, data, error } = useMutation(client.auth.requestPasswordReset);
  return (
    <div className="page door">
      <h1 className="page-title">Forgot the password</h1>
      {data === undefined ? (
        <Form
          onSubmit={({ text }) => void mutate({ email: text("email") })}
          pending={pending}
          action="Send me a link"
          problem={error}
        >
          <TextField
            name="email"
            label="E-mail"
            type="email"
            autoComplete="username"
            maxLength={254}
          />
        </Form>
      ) : (
        <>
          <div role="status">
            <Notice title="Look into your mail">
              If there is an account with this address, a link to a new password is on its way.
            </Notice>
          </div>
          <OutboxNote />
        </>
      )}
      <ul className="door-links">
        <li>
          <Link href="/sign-in">Back to sign-in</Link>
        </li>
      </ul>
    </div>
  );
}
