import { useState } from "react";

import { adminRole } from "../../contract/bounds.ts";
import { client } from "../client.ts";
import { proving } from "../session/proof.ts";
import { announce } from "../ui/announcer.tsx";
import { Form, type FormValues } from "../ui/form.tsx";
import type { ShownProblem } from "../ui/problem-words.ts";
import { TextField } from "../ui/text-field.tsx";

/** Sends somebody a one-time link to an account, with the keys to the shop or without. */
export function InviteForm() {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ShownProblem>();
  const [sent, setSent] = useState<string>();
  const invite = async ({ text, all }: FormValues) => {
    const email = text("inviteEmail");
    setPending(true);
    const outcome = await proving(() =>
      client.auth.users.invite.safe({ email, roles: all("role") }),
    );
    setPending(false);
    setProblem(outcome.problem);
    if (outcome.problem !== undefined) return;
    setSent(email);
    announce(`${email} is invited.`);
  };
  return (
    <section className="section" aria-labelledby="invite-title">
      <h2 id="invite-title">Invite somebody</h2>
      {sent === undefined ? null : <p className="done">{sent} gets a link by mail.</p>}
      <Form
        key={sent}
        onSubmit={(values) => void invite(values)}
        pending={pending}
        action="Invite"
        tone="quiet"
        problem={problem}
      >
        <TextField
          name="inviteEmail"
          label="E-mail"
          type="email"
          autoComplete="off"
          maxLength={254}
        />
        <label className="check">
          <input type="checkbox" name="role" value={adminRole} defaultChecked />
          <span>as an administrator</span>
        </label>
      </Form>
    </section>
  );
}
