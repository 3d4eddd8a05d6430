import { useState } from "react";
import { useQuery } from "servery/react";

import { ordersScope } from "../../contract/bounds.ts";
import { client } from "../client.ts";
import { proving } from "../session/proof.ts";
import { announce } from "../ui/announcer.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Form, type FormValues } from "../ui/form.tsx";
import { Loading } from "../ui/loading.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import type { ShownProblem } from "../ui/problem-words.ts";
import { TextField } from "../ui/text-field.tsx";
import { toDay } from "../ui/time.ts";
import { Trouble } from "../ui/trouble.tsx";

/** Keys with which programs of others read one's orders. */
export function ApiKeys() {
  const { data, error, refetch } = useQuery(client.auth.apiKeys.list);
  const [problem, setProblem] = useState<ShownProblem>();
  const revoke = async (id: string) => {
    const outcome = await client.auth.apiKeys.revoke.safe({ id });
    setProblem(outcome.problem);
    if (outcome.problem === undefined) announce("The key has ended.");
    refetch();
  };
  return (
    <section className="section" aria-labelledby="keys-title">
      <h2 id="keys-title">API keys</h2>
      <p>
        For a program that reads your orders, such as your bookkeeper’s. It can do nothing else; see
        the <a href="/docs">API reference</a>.
      </p>
      <Trouble problem={problem} />
      {data !== undefined ? (
        <KeyList items={data.items} onRevoke={(id) => void revoke(id)} />
      ) : error !== undefined ? (
        <FailureNotice problem={error} retry={refetch} />
      ) : (
        <Loading label="Fetching your keys…" rows={1} />
      )}
      <NewKey onMade={refetch} />
    </section>
  );
}

type ApiKey = Awaited<ReturnType<typeof client.auth.apiKeys.list>>["items"][number];

interface ListProperties {
  readonly items: readonly ApiKey[];
  readonly onRevoke: (id: string) => void;
}

function KeyList({ items, onRevoke }: ListProperties) {
  if (items.length === 0) return <p className="nothing">None yet.</p>;
  return (
    <ul className="rows">
      {items.map(({ id, name, prefix, createdAt, expiresAt, lastUsedAt }) => (
        <li key={id} className="row">
          <div className="row-words">
            <h3 className="row-title">{name}</h3>
            <p className="row-about">
              <span className="mono">{prefix}…</span> · since {toDay(createdAt)} ·{" "}
              {expiresAt === null ? "no end" : `until ${toDay(expiresAt)}`} ·{" "}
              {lastUsedAt === null ? "not used yet" : `last used ${toDay(lastUsedAt)}`}
            </p>
          </div>
          <button type="button" className="button button-small" onClick={() => onRevoke(id)}>
            End it<span className="visually-hidden">: {name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function NewKey({ onMade }: { readonly onMade: () => void }) {
  const [made, setMade] = useState<string>();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ShownProblem>();
  const make = async ({ text }: FormValues) => {
    setPending(true);
    const outcome = await proving(() =>
      client.auth.apiKeys.create.safe({
        name: text("keyName"),
        scopes: [ordersScope],
        expiresInDays: Number(text("keyDays")),
      }),
    );
    setPending(false);
    setProblem(outcome.problem);
    setMade(outcome.data?.key);
    if (outcome.data !== undefined) onMade();
  };
  return (
    <>
      {made === undefined ? null : <MadeKey secret={made} />}
      <Form
        key={made}
        onSubmit={(values) => void make(values)}
        pending={pending}
        action="Make a key"
        tone="quiet"
        problem={problem}
      >
        <div className="form-pair">
          <TextField name="keyName" label="What it is for" autoComplete="off" maxLength={80} />
          <div className="field">
            <label className="field-label" htmlFor="keyDays">
              For how long
            </label>
            <select className="input" id="keyDays" name="keyDays" defaultValue="90">
              <option value="30">30 days</option>
              <option value="90">90 days</option>
              <option value="365">A year</option>
            </select>
          </div>
        </div>
      </Form>
    </>
  );
}

function MadeKey({ secret }: { readonly secret: string }) {
  return (
    <div className="codes" role="status">
      <h3>Copy the key now</h3>
      <p>It is shown this once. The shop keeps its fingerprint only.</p>
      <p className="secret">
        <code>{secret}</code>
        <CopyButton text={secret} what="The key" />
      </p>
    </div>
  );
}
