import { useMutation } from "servery/react";
import { useLocation } from "wouter";

import { client } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { Form, type FormValues } from "../ui/form.tsx";
import { Notice } from "../ui/notice.tsx";
import { TextField } from "../ui/text-field.tsx";
import { usePage } from "../ui/use-page.ts";
import { NewPassword } from "./new-password.tsx";
import { useLinkToken } from "./use-link-token.ts";

/** Where the one-time links of invitations lead: the first administrator's too. */
export function InvitationPage() {
  usePage("You are invited");
  const token = useLinkToken();
  return (
    <div className="page door">
      <h1 className="page-title">You are invited</h1>
      {token === undefined ? (
        <Notice title="This page opens by a one-time link">
          Ask whoever runs the shop for one. The first is printed when the shop starts.
        </Notice>
      ) : (
        <Accept token={token} />
      )}
    </div>
  );
}

function Accept({ token }: { readonly token: string }) {
  const { mutate, pending, error } = useMutation(client.auth.acceptInvitation);
  const [, navigate] = useLocation();
  const accept = async ({ text, exact }: FormValues) => {
    const name = text("name");
    const { data } = await mutate({
      token,
      email: text("email"),
      password: exact("newPassword"),
      ...(name !== "" && { name }),
    });
    if (data === undefined) return;
    announce("Welcome. Your account is there, and you are signed in.");
    const isAdmin = data.status === "signed_in" && data.user.roles.length > 0;
    navigate(isAdmin ? "/admin" : "/account", { replace: true });
  };
  return (
    <>
      <p className="lead">Make your account. The link holds once.</p>
      <Form
        onSubmit={(values) => void accept(values)}
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
    </>
  );
}
