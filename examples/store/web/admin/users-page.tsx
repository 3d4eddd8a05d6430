import { useDeferredValue, useState } from "react";

import { adminRole } from "../../contract/bounds.ts";
import { client } from "../client.ts";
import { proving } from "../session/proof.ts";
import { announce } from "../ui/announcer.tsx";
import type { ShownProblem } from "../ui/problem-words.ts";
import { toDay } from "../ui/time.ts";
import { Trouble } from "../ui/trouble.tsx";
import { usePage } from "../ui/use-page.ts";
import { usePages } from "../ui/use-pages.tsx";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { InviteForm } from "./invite-form.tsx";
import { Listing } from "./listing.tsx";

type User = Awaited<ReturnType<typeof client.auth.users.list>>["items"][number];
type Change = () => Promise<{ readonly problem?: ShownProblem | undefined }>;

export function UsersPage() {
  usePage("Accounts");
  const [search, setSearch] = useState("");
  const [problem, setProblem] = useState<ShownProblem>();
  const asked = useDeferredValue(search.trim());
  const pages = usePages(client.auth.users.list, asked === "" ? {} : { search: asked });
  const change = async (call: Change, words: string) => {
    const outcome = await proving(call);
    setProblem(outcome.problem);
    if (outcome.problem === undefined) announce(words);
    pages.refetch();
  };
  return (
    <>
      <h1 className="page-title">Accounts</h1>
      <div className="tools">
        <div className="field">
          <label className="field-label" htmlFor="user-search">
            Search names and addresses
          </label>
          <input
            className="input"
            id="user-search"
            type="search"
            maxLength={200}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
      </div>
      <Trouble problem={problem} />
      <Listing pages={pages} empty="No such account" more="Earlier accounts">
        {(items) => (
          <DataTable
            caption="Accounts, the newest first"
            columns={toColumns((call, words) => void change(call, words))}
            rows={items}
            rowKey={({ id }) => id}
          />
        )}
      </Listing>
      <InviteForm />
    </>
  );
}

function toColumns(change: (call: Change, words: string) => void): readonly TableColumn<User>[] {
  return [
    {
      name: "Account",
      cell: ({ name, email, disabled }) => (
        <>
          <strong>{name ?? email}</strong>
          <small>{name === null ? "" : email}</small>
          {disabled ? <span className="tag">Disabled</span> : null}
        </>
      ),
    },
    { name: "Since", spare: true, kind: "time", cell: ({ createdAt }) => toDay(createdAt) },
    { name: "Roles", cell: ({ roles }) => roles.join(", ") || "–" },
    { name: "Plans", spare: true, cell: ({ plans }) => plans.join(", ") || "–" },
    { name: "Change", cell: (user) => <UserActions user={user} change={change} /> },
  ];
}

interface ActionProperties {
  readonly user: User;
  readonly change: (call: Change, words: string) => void;
}

function UserActions({ user, change }: ActionProperties) {
  const { id, email, roles, disabled } = user;
  const isAdmin = roles.includes(adminRole);
  const next = isAdmin ? roles.filter((role) => role !== adminRole) : [...roles, adminRole];
  return (
    <span className="table-actions">
      <button
        type="button"
        className="button button-small"
        onClick={() =>
          change(() => client.auth.users.setRoles.safe({ id, roles: next }), `${email} is changed.`)
        }
      >
        {isAdmin ? "Take the keys" : "Make administrator"}
        <span className="visually-hidden">: {email}</span>
      </button>
      <button
        type="button"
        className="button button-small"
        onClick={() =>
          change(
            () => client.auth.users.setDisabled.safe({ id, disabled: !disabled }),
            `${email} is ${disabled ? "enabled" : "disabled"}.`,
          )
        }
      >
        {disabled ? "Enable" : "Disable"}
        <span className="visually-hidden">: {email}</span>
      </button>
    </span>
  );
}
