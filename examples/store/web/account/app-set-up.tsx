import { useMutation } from "servery/react";

import { client } from "../client.ts";
import { proving } from "../session/proof.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Form } from "../ui/form.tsx";
import { TextField } from "../ui/text-field.tsx";
import { QrCode } from "./qr-code.tsx";

interface Properties {
  readonly secret: string;
  readonly uri: string;
  readonly onConfirmed: (recoveryCodes: readonly string[]) => void;
  readonly onCancel: () => void;
}

/** The secret, as a picture and as text, and the first code as the proof that the app has it. */
export function AppSetUp({ secret, uri, onConfirmed, onCancel }: Properties) {
  const { mutate, pending, error } = useMutation(client.auth.secondFactor.confirm);
  const confirm = async (code: string) => {
    const { data } = await proving(() => mutate({ code }));
    if (data !== undefined) onConfirmed(data.recoveryCodes);
  };
  return (
    <div className="set-up">
      <QrCode text={uri} label="The secret, for the camera of your app" />
      <div className="set-up-words">
        <p>
          Point the app’s camera at the picture. Without a camera, <a href={uri}>open it here</a> or
          type the secret:
        </p>
        <p className="secret">
          <code>{secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</code>
          <CopyButton text={secret} what="The secret" />
        </p>
        <Form
          onSubmit={({ text }) => void confirm(text("code").replaceAll(/\s/g, ""))}
          pending={pending}
          action="Confirm"
          tone="quiet"
          problem={error}
          aside={
            <button type="button" className="link-button" onClick={onCancel}>
              Not now
            </button>
          }
        >
          <TextField
            name="code"
            label="Code that the app shows"
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={12}
          />
        </Form>
      </div>
    </div>
  );
}
