import { useMutation, useQuery } from "servery/react";

import { client } from "../client.ts";
import { refreshAccount } from "../session/use-account.ts";
import { announce } from "../ui/announcer.tsx";
import { Loading } from "../ui/loading.tsx";
import { toPercent } from "../ui/money.ts";
import { FailureNotice } from "../ui/notice.tsx";
import { toDay } from "../ui/time.ts";
import { Trouble } from "../ui/trouble.tsx";
import { usePage } from "../ui/use-page.ts";

export function MembershipPage() {
  usePage("Membership");
  const { data, error, refetch } = useQuery(client.membership.get);
  return (
    <>
      <h1 className="page-title">Membership</h1>
      {data !== undefined ? (
        <Card membership={data} onChange={refetch} />
      ) : error !== undefined ? (
        <FailureNotice problem={error} retry={refetch} />
      ) : (
        <Loading label="Looking into the members’ book…" />
      )}
    </>
  );
}

interface CardProperties {
  readonly membership: Awaited<ReturnType<typeof client.membership.get>>;
  readonly onChange: () => void;
}

function Card({ membership: { since, until, basisPoints }, onChange }: CardProperties) {
  const join = useMutation(client.membership.join);
  const leave = useMutation(client.membership.leave);
  const isMember = since !== null && until !== null;
  const { mutate, pending, error } = isMember ? leave : join;
  const change = async () => {
    const { problem } = await mutate();
    if (problem !== undefined) return;
    announce(isMember ? "You are no member any more." : "Welcome. You are a member now.");
    // What one holds decides about prices: the session is asked anew.
    await refreshAccount();
    onChange();
  };
  return (
    <section className="member-card" data-member={isMember}>
      <p className="member-kind">{isMember ? "Member" : "Runout members"}</p>
      <h2>{isMember ? `Until ${toDay(until)}` : `${toPercent(basisPoints)} off every record`}</h2>
      <p>
        {isMember
          ? `Since ${toDay(since)} you pay the members’ price, wherever no better discount counts. It ends by itself: nothing is renewed.`
          : "Members pay less for every record, unless a better discount counts already. A year, and no strings."}
      </p>
      <p className="member-fine">
        {isMember
          ? "Leaving ends the price at once."
          : "Free while the shop has no till: this example takes no payments, so joining costs nothing."}
      </p>
      <Trouble problem={error} />
      <button
        type="button"
        className={isMember ? "button" : "button button-main"}
        aria-disabled={pending}
        onClick={() => pending || void change()}
      >
        {pending ? "One moment…" : isMember ? "Leave" : "Join for a year"}
      </button>
    </section>
  );
}
