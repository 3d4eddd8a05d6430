import { client } from "../client.ts";
import { toMinute } from "../ui/time.ts";
import { usePage } from "../ui/use-page.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Listing } from "./listing.tsx";
import { useTrail } from "./use-trail.ts";

type Entry = Awaited<ReturnType<typeof client.auth.audit.list>>["items"][number];

const columns: readonly TableColumn<Entry>[] = [
  { name: "When", kind: "time", cell: ({ at }) => toMinute(at) },
  { name: "Operation", cell: ({ operation }) => <span className="mono">{operation}</span> },
  {
    name: "Outcome",
    cell: ({ outcome }) => (
      <span className="outcome" data-ok={outcome === "ok"}>
        {outcome === "written" ? "written, and not ended" : outcome}
      </span>
    ),
  },
  { name: "Account", cell: ({ userId }) => <ShortId id={userId} /> },
  {
    name: "Credential",
    cell: ({ credential }) => (
      <span className="mono" title={credential ?? undefined}>
        {credential?.replace(/:.*(?=.{6}$)/, " …") ?? "–"}
      </span>
    ),
  },
  { name: "From", cell: ({ address }) => address ?? "–" },
];

/** An id's end is enough to see who is the same. */
function ShortId({ id }: { readonly id: string | null }) {
  if (id === null) return "guest";
  return (
    <span className="mono" title={id}>
      …{id.slice(-6)}
    </span>
  );
}

export function AuditPage() {
  usePage("Audit trail");
  const pages = useTrail(client.auth.audit.list);
  return (
    <>
      <h1 className="page-title">Audit trail</h1>
      <p className="lead">Who did what, from where, and what came of it.</p>
      <Listing pages={pages} empty="Nothing happened yet" more="Earlier entries">
        {(items) => (
          <DataTable
            caption="The audit trail, the latest first"
            columns={columns}
            rows={items}
            rowKey={({ id }) => id}
          />
        )}
      </Listing>
    </>
  );
}
