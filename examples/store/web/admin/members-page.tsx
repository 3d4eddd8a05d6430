import { client } from "../client.ts";
import { toDay } from "../ui/time.ts";
import { usePage } from "../ui/use-page.ts";
import { usePages } from "../ui/use-pages.tsx";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Listing } from "./listing.tsx";

type Member = Awaited<ReturnType<typeof client.admin.members.list>>["items"][number];

const columns: readonly TableColumn<Member>[] = [
  { name: "Name", cell: ({ name }) => name ?? "–" },
  { name: "E-mail", cell: ({ email }) => email },
  { name: "Since", kind: "time", cell: ({ since }) => toDay(since) },
  { name: "Until", kind: "time", cell: ({ until }) => toDay(until) },
];

export function MembersPage() {
  usePage("Members");
  const pages = usePages(client.admin.members.list, {});
  return (
    <>
      <h1 className="page-title">Members</h1>
      <Listing pages={pages} empty="Nobody has joined yet" more="Earlier members">
        {(items) => (
          <DataTable
            caption="Members, the latest first"
            columns={columns}
            rows={items}
            rowKey={({ email }) => email}
          />
        )}
      </Listing>
    </>
  );
}
