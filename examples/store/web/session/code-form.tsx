import { useState } from "react";
import { useMutation } from "servery/react";

import { client } from "../client.ts";
import { Form } from "../ui/form.tsx";
import { TextField } from "../ui/text-field.tsx";

interface Properties {
  readonly challenge: string;
  readonly onSignedIn: () => void;
}

/** The second factor: a code of the app, or one of the recovery codes. */
export function CodeForm({ challenge, onSignedIn }: Properties) {
  const [recovering, setRecovering] = useState(false);
  const { mutate, pending, error, reset } = useMutation(client.auth.secondFactor.complete);
  const complete = async (code: string) => {
    const { data } = await mutate({ challenge, code });
    if (data?.status === "signed_in") onSignedIn();
  };
  const swap = () => {
    reset();
    setRecovering(!recovering);
  };
  return (
    <Form
      key={String(recovering)}
      onSubmit={({ text }) => void complete(text("code"))}
      pending={pending}
      action="Sign in"
      problem={error}
      aside={
        <button type="button" className="link-button" onClick={swap}>
          {recovering ? "Use the app instead" : "Use a recovery code"}
        </button>
      }
    >
      {recovering ? (
        <TextField name="code" label="Recovery code" autoComplete="off" maxLength={64} />
      ) : (
        <TextField
          name="code"
          label="Code of your authenticator app"
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={12}
        />
      )}
    </Form>
  );
}
