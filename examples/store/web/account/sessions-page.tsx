import { useState } from "react";
import { useQuery } from "servery/react";

import { client } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { Loading } from "../ui/loading.tsx";
import { FailureNotice } from "../ui/notice.tsx";
import type { ShownProblem } from "../ui/problem-words.ts";
import { toMinute } from "../ui/time.ts";
import { Trouble } from "../ui/trouble.tsx";
import { usePage } from "../ui/use-page.ts";

/** Where one is signed in, and the way to end it. */
export function SessionsPage() {
  usePage("Devices");
  const { data, error, refetch } = useQuery(client.auth.sessions.list);
  const [problem, setProblem] = useState<ShownProblem>();
  const others = data?.items.filter(({ current }) => !current).length ?? 0;
  const end = async (call: () => Promise<{ readonly problem?: ShownProblem | undefined }>) => {
    const outcome = await call();
    setProblem(outcome.problem);
    if (outcome.problem === undefined) announce("Signed out there.");
    refetch();
  };
  return (
    <>
      <h1 className="page-title">Devices</h1>
      <p className="lead">Where you are signed in. What you end here ends at once.</p>
      <Trouble problem={problem} />
      {data !== undefined ? (
        <ul className="rows">
          {data.items.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              onEnd={() => void end(() => client.auth.sessions.revoke.safe({ id: session.id }))}
            />
          ))}
        </ul>
      ) : error !== undefined ? (
        <FailureNotice problem={error} retry={refetch} />
      ) : (
        <Loading label="Fetching your devices…" />
      )}
      {others === 0 ? null : (
        <button
          type="button"
          className="button"
          onClick={() => void end(() => client.auth.sessions.revokeOthers.safe())}
        >
          Sign out everywhere else
        </button>
      )}
    </>
  );
}

type Session = Awaited<ReturnType<typeof client.auth.sessions.list>>["items"][number];

function SessionRow({ session, onEnd }: { readonly session: Session; readonly onEnd: () => void }) {
  const { device, address, createdAt, lastUsedAt, kind, current } = session;
  return (
    <li className="row">
      <div className="row-words">
        <h2 className="row-title">
          {device}
          {current ? <span className="tag">This one</span> : null}
          {kind === "tokens" ? <span className="tag">App</span> : null}
        </h2>
        <p className="row-about">
          {address === null ? null : `${address} · `}since {toMinute(createdAt)}, last used{" "}
          {toMinute(lastUsedAt)}
        </p>
      </div>
      {current ? null : (
        <button type="button" className="button button-small" onClick={onEnd}>
          Sign out<span className="visually-hidden"> {device}</span>
        </button>
      )}
    </li>
  );
}
