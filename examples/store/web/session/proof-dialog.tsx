import { useState } from "react";
import { useMutation } from "servery/react";

import { client } from "../client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Form } from "../ui/form.tsx";
import { type ShownProblem } from "../ui/problem-words.ts";
import { TextField } from "../ui/text-field.tsx";
import { CodeForm } from "./code-form.tsx";
import { knowsPasskeys, signInWithPasskey } from "./passkey.ts";
import { PasswordOwner } from "./password-owner.tsx";
import { useAskedProof } from "./proof.ts";

/** Once on every page that may ask for a fresh sign-in. */
export function ProofDialog() {
  const asked = useAskedProof();
  return asked === undefined ? null : <Question settle={asked.settle} />;
}

function Question({ settle }: { readonly settle: (proved: boolean) => void }) {
  const [challenge, setChallenge] = useState<string>();
  return (
    <Dialog title="Is it still you?" onCancel={() => settle(false)}>
      <p>This cannot be undone by a stranger at your desk: prove once more who you are.</p>
      {challenge === undefined ? (
        <PasswordProof onChallenge={setChallenge} onProved={() => settle(true)} />
      ) : (
        <CodeForm challenge={challenge} onSignedIn={() => settle(true)} />
      )}
      <p>
        <button type="button" className="link-button" onClick={() => settle(false)}>
          Not now
        </button>
      </p>
    </Dialog>
  );
}

interface Proof {
  readonly onChallenge: (challenge: string) => void;
  readonly onProved: () => void;
}

function PasswordProof({ onChallenge, onProved }: Proof) {
  const { mutate, pending, error } = useMutation(client.auth.proveAgain);
  const [refused, setRefused] = useState<ShownProblem>();
  const usePasskey = async () => {
    const outcome = await signInWithPasskey("asked");
    if ("declined" in outcome) return;
    setRefused(outcome.problem);
    if (outcome.problem === undefined) onProved();
  };
  const prove = async (password: string) => {
    setRefused(undefined);
    const { data } = await mutate({ password });
    if (data?.status === "second_factor_required") onChallenge(data.challenge);
    if (data?.status === "signed_in") onProved();
  };
  return (
    <Form
      onSubmit={({ exact }) => void prove(exact("password"))}
      pending={pending}
      action="Go on"
      problem={refused ?? error}
      aside={
        knowsPasskeys ? (
          <button type="button" className="button" onClick={() => void usePasskey()}>
            Use a passkey
          </button>
        ) : null
      }
    >
      <PasswordOwner />
      <TextField
        id="proof-password"
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        maxLength={256}
      />
    </Form>
  );
}
