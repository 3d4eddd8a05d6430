import { useState } from "react";
import { useMutation } from "servery/react";

import { orderKeyPattern } from "../../contract/bounds.ts";
import { client } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { Form } from "../ui/form.tsx";
import { TextField } from "../ui/text-field.tsx";

/** Puts a guest's order into the account. The key is the proof that it is theirs. */
export function ClaimForm() {
  const { mutate, pending, error } = useMutation(client.myOrders.claim);
  const [malformed, setMalformed] = useState<string>();
  const [round, setRound] = useState(0);
  const claim = async (key: string) => {
    const wrong = !orderKeyPattern.test(key);
    setMalformed(wrong ? "A key has 43 letters, digits, hyphens and underscores." : undefined);
    if (wrong) return;
    const { data } = await mutate({ key });
    if (data === undefined) return;
    announce(`Order ${data.number} is among yours now.`);
    setRound(round + 1);
  };
  return (
    <Form
      key={round}
      onSubmit={({ text }) => void claim(text("key"))}
      pending={pending}
      action="Add it"
      tone="quiet"
      problem={error}
    >
      <TextField
        name="key"
        label="Key of the order"
        autoComplete="off"
        maxLength={60}
        error={malformed}
      />
    </Form>
  );
}
