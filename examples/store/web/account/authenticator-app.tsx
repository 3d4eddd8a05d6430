import { useState } from "react";
import { useQuery } from "servery/react";

import { client } from "../client.ts";
import { proving } from "../session/proof.ts";
import { announce } from "../ui/announcer.tsx";
import { Loading } from "../ui/loading.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import type { ShownProblem } from "../ui/problem-words.ts";
import { Trouble } from "../ui/trouble.tsx";
import { AppSetUp } from "./app-set-up.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

interface Secret {
  readonly secret: string;
  readonly uri: string;
}

/** The second factor: set up, renewed, removed. */
export function AuthenticatorApp() {
  const { data, error, refetch } = useQuery(client.auth.secondFactor.state);
  const [secret, setSecret] = useState<Secret>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [problem, setProblem] = useState<ShownProblem>();
  const show = (recoveryCodes: readonly string[]) => {
    setSecret(undefined);
    setCodes(recoveryCodes);
    refetch();
  };
  const begin = async () => {
    const outcome = await proving(() => client.auth.secondFactor.begin.safe());
    setProblem(outcome.problem);
    setSecret(outcome.data);
  };
  const renew = async () => {
    const outcome = await proving(() => client.auth.secondFactor.renewRecoveryCodes.safe());
    setProblem(outcome.problem);
    if (outcome.data !== undefined) show(outcome.data.recoveryCodes);
  };
  const remove = async () => {
    const outcome = await proving(() => client.auth.secondFactor.remove.safe());
    setProblem(outcome.problem);
    setCodes(undefined);
    if (outcome.problem === undefined) announce("The app is removed.");
    refetch();
  };
  return (
    <section className="section" aria-labelledby="app-title">
      <h2 id="app-title">Authenticator app</h2>
      <p>After the password, a code of an app on your telephone: six digits that change.</p>
      <Trouble problem={problem} />
      {codes === undefined ? null : (
        <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />
      )}
      {secret !== undefined ? (
        <AppSetUp {...secret} onConfirmed={show} onCancel={() => setSecret(undefined)} />
      ) : data === undefined ? (
        error === undefined ? (
          <Loading label="Looking whether an app is set up…" rows={1} />
        ) : (
          <FailureNotice problem={error} retry={refetch} />
        )
      ) : data.totp ? (
        <SetUp left={data.recoveryCodesLeft} onRenew={renew} onRemove={remove} />
      ) : (
        <button type="button" className="button" onClick={() => void begin()}>
          Set up an app
        </button>
      )}
    </section>
  );
}

interface SetUpProperties {
  readonly left: number;
  readonly onRenew: () => Promise<void>;
  readonly onRemove: () => Promise<void>;
}

function SetUp({ left, onRenew, onRemove }: SetUpProperties) {
  return (
    <>
      <p className="done">
        Set up. {left === 1 ? "One recovery code is" : `${left} recovery codes are`} left.
      </p>
      <p className="form-actions">
        <button type="button" className="button button-small" onClick={() => void onRenew()}>
          New recovery codes
        </button>
        <button type="button" className="button button-small" onClick={() => void onRemove()}>
          Remove the app
        </button>
      </p>
    </>
  );
}
