import { useState } from "react";
import { useMutation } from "servery/react";
import { Link } from "wouter";

import { client } from "../client.ts";
import { Form } from "../ui/form.tsx";
import { Notice } from "../ui/notice.tsx";
import { usePage } from "../ui/use-page.ts";
import { NewPassword } from "./new-password.tsx";
import { useLinkToken } from "./use-link-token.ts";

export function ResetPasswordPage() {
  usePage("A new password");
  const token = useLinkToken();
  return (
    <div className="page door">
      <h1 className="page-title">A new password</h1>
      {token === undefined ? <WithoutToken /> : <SetPassword token={token} />}
    </div>
  );
}

function WithoutToken() {
  return (
    <Notice
      title="This page opens by a link from a mail"
      action={
        <Link href="/forgot-password" className="button">
          Send me one
        </Link>
      }
    >
      The link holds for one use and a short time.
    </Notice>
  );
}

function SetPassword({ token }: { readonly token: string }) {
  const { mutate, pending, error } = useMutation(client.auth.resetPassword);
  const [done, setDone] = useState(false);
  const set = async (newPassword: string) => {
    const { problem } = await mutate({ token, newPassword });
    if (problem === undefined) setDone(true);
  };
  if (done)
    return (
      <div role="status">
        <Notice
          title="Your password is changed"
          action={
            <Link href="/sign-in" className="button">
              Sign in
            </Link>
          }
        >
          Every device that was signed in has been signed out.
        </Notice>
      </div>
    );
  return (
    <Form
      onSubmit={({ exact }) => void set(exact("newPassword"))}
      pending={pending}
      action="Change it"
      problem={error}
      aside={
        error?.code === "invalid_token" ? (
          <Link href="/forgot-password">Send me another link</Link>
        ) : null
      }
    >
      <NewPassword label="New password" />
    </Form>
  );
}
