import { useState } from "react";
import { useLocation } from "wouter";

import { client } from "../client.ts";
import { proving } from "../session/proof.ts";
import { refreshAccount } from "../session/use-account.ts";
import { announce } from "../ui/announcer.tsx";
import { Form } from "../ui/form.tsx";
import type { ShownProblem } from "../ui/problem-words.ts";
import { saveFile } from "../ui/save-file.ts";
import { TextField } from "../ui/text-field.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { usePage } from "../ui/use-page.ts";

export function DataPage() {
  usePage("Your data");
  return (
    <>
      <h1 className="page-title">Your data</h1>
      <Export />
      <Deletion />
    </>
  );
}

function Export() {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ShownProblem>();
  const take = async () => {
    setPending(true);
    const outcome = await proving(() => client.auth.exportData.safe());
    setPending(false);
    setProblem(outcome.problem);
    if (outcome.data === undefined) return;
    saveFile("runout-records.json", JSON.stringify(outcome.data, undefined, 2));
    announce("Your data is downloaded.");
  };
  return (
    <section className="section" aria-labelledby="export-title">
      <h2 id="export-title">Take it along</h2>
      <p>
        Everything that we keep about you, as one JSON file: your account, its devices and keys,
        your orders.
      </p>
      <Trouble problem={problem} />
      <button
        type="button"
        className="button"
        aria-disabled={pending}
        onClick={() => pending || void take()}
      >
        {pending ? "One moment…" : "Download my data"}
      </button>
    </section>
  );
}

const sentence = "delete my account";

function Deletion() {
  const [, navigate] = useLocation();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ShownProblem>();
  const [wrong, setWrong] = useState<string>();
  const remove = async (typed: string) => {
    const isMeant = typed.toLowerCase() === sentence;
    setWrong(isMeant ? undefined : `Type “${sentence}”, so that it is no slip.`);
    if (!isMeant) return;
    setPending(true);
    const outcome = await proving(() => client.auth.deleteAccount.safe());
    setPending(false);
    setProblem(outcome.problem);
    if (outcome.problem !== undefined) return;
    announce("Your account is deleted.");
    navigate("/", { replace: true });
    await refreshAccount();
  };
  return (
    <section className="section section-danger" aria-labelledby="delete-title">
      <h2 id="delete-title">Delete your account</h2>
      <p>
        Your name, addresses, membership, devices and keys are erased at once, for good. Of your
        orders stays what bookkeeping law wants: number, day, lines, totals and country, without
        your name.
      </p>
      <Form
        onSubmit={({ text }) => void remove(text("sentence"))}
        pending={pending}
        action="Delete my account"
        tone="quiet"
        problem={problem}
      >
        <TextField
          name="sentence"
          label={`Type “${sentence}”`}
          autoComplete="off"
          error={wrong}
          maxLength={40}
        />
      </Form>
    </section>
  );
}
