import { useState } from "react";
import { useQuery } from "servery/react";

import { client } from "../client.ts";
import { knowsPasskeys, makePasskey } from "../session/passkey.ts";
import { proving } from "../session/proof.ts";
import { announce } from "../ui/announcer.tsx";
import { Form } from "../ui/form.tsx";
import { Loading } from "../ui/loading.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import type { ShownProblem } from "../ui/problem-words.ts";
import { TextField } from "../ui/text-field.tsx";
import { toDay } from "../ui/time.ts";
import { Trouble } from "../ui/trouble.tsx";

/** The passkeys of an account, a new one, and fewer. */
export function Passkeys() {
  const { data, error, refetch } = useQuery(client.auth.passkeys.list);
  const [problem, setProblem] = useState<ShownProblem>();
  const remove = async (id: string) => {
    const outcome = await proving(() => client.auth.passkeys.remove.safe({ id }));
    setProblem(outcome.problem);
    if (outcome.problem === undefined) announce("The passkey is removed.");
    refetch();
  };
  return (
    <section className="section" aria-labelledby="passkeys-title">
      <h2 id="passkeys-title">Passkeys</h2>
      <p>
        Sign in with your finger, your face or the lock of your device. Nobody can fish for it, and
        there is nothing to remember.
      </p>
      <Trouble problem={problem} />
      {data !== undefined ? (
        <PasskeyList items={data.items} onRemove={(id) => void remove(id)} />
      ) : error !== undefined ? (
        <FailureNotice problem={error} retry={refetch} />
      ) : (
        <Loading label="Fetching your passkeys…" rows={1} />
      )}
      {knowsPasskeys ? (
        <AddPasskey onAdded={refetch} />
      ) : (
        <p className="field-hint">This browser does not know passkeys.</p>
      )}
    </section>
  );
}

type Passkey = Awaited<ReturnType<typeof client.auth.passkeys.list>>["items"][number];

interface ListProperties {
  readonly items: readonly Passkey[];
  readonly onRemove: (id: string) => void;
}

function PasskeyList({ items, onRemove }: ListProperties) {
  if (items.length === 0) return <p className="nothing">None yet.</p>;
  return (
    <ul className="rows">
      {items.map(({ id, name, createdAt, lastUsedAt, synced }) => (
        <li key={id} className="row">
          <div className="row-words">
            <h3 className="row-title">
              {name}
              {synced ? <span className="tag">Synced</span> : null}
            </h3>
            <p className="row-about">
              Since {toDay(createdAt)},{" "}
              {lastUsedAt === null ? "not used yet" : `last used ${toDay(lastUsedAt)}`}
            </p>
          </div>
          <button type="button" className="button button-small" onClick={() => onRemove(id)}>
            Remove<span className="visually-hidden"> {name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function AddPasskey({ onAdded }: { readonly onAdded: () => void }) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ShownProblem>();
  const [round, setRound] = useState(0);
  const add = async (name: string) => {
    setPending(true);
    const outcome = await proving(() => makePasskey(name));
    setPending(false);
    if ("declined" in outcome) return;
    setProblem(outcome.problem);
    if (outcome.problem !== undefined) return;
    announce("The passkey is added.");
    setRound(round + 1);
    onAdded();
  };
  return (
    <Form
      key={round}
      onSubmit={({ text }) => void add(text("passkeyName"))}
      pending={pending}
      action="Add a passkey"
      tone="quiet"
      problem={problem}
    >
      <TextField
        name="passkeyName"
        label="What to call it"
        autoComplete="off"
        maxLength={80}
        defaultValue="This device"
      />
    </Form>
  );
}
