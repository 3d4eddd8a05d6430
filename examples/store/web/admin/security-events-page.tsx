import { client } from "../client.ts";
import { toMinute } from "../ui/time.ts";
import { usePage } from "../ui/use-page.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Listing } from "./listing.tsx";
import { useTrail } from "./use-trail.ts";

type Event = Awaited<ReturnType<typeof client.auth.securityEvents.list>>["items"][number];

const columns: readonly TableColumn<Event>[] = [
  { name: "When", kind: "time", cell: ({ at }) => toMinute(at) },
  {
    name: "Severity",
    cell: ({ severity }) => (
      <span className="severity" data-severity={severity}>
        {severity}
      </span>
    ),
  },
  { name: "What", cell: ({ kind }) => kind.replaceAll("_", " ") },
  { name: "Detail", cell: ({ detail }) => detail },
  { name: "From", cell: ({ address }) => address ?? "–" },
  { name: "Times", kind: "number", cell: ({ count }) => count },
];

export function SecurityEventsPage() {
  usePage("Security");
  const pages = useTrail(client.auth.securityEvents.list);
  return (
    <>
      <h1 className="page-title">Security</h1>
      <p className="lead">Traffic that looked like an attack. The shop has already held it off.</p>
      <Listing pages={pages} empty="All quiet" more="Earlier events">
        {(items) => (
          <DataTable
            caption="Security events, the latest first"
            columns={columns}
            rows={items}
            rowKey={({ id }) => id}
          />
        )}
      </Listing>
    </>
  );
}
