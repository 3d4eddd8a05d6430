import { useState } from "react";
import { useQuery } from "servery/react";

import { client } from "../client.ts";
import { Freshness } from "../ui/freshness.tsx";
import { Loading } from "../ui/loading.tsx";
import { toMoney } from "../ui/money.ts";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { usePage } from "../ui/use-page.ts";
import { Choice } from "./choice.tsx";
import { MonthsChart } from "./months-chart.tsx";
import { RankingChart } from "./ranking-chart.tsx";

type Sales = Awaited<ReturnType<typeof client.admin.sales.get>>;

/** The dashboard over the catalogue's own sales history. */
export default function SalesPage() {
  usePage("Sales");
  const [year, setYear] = useState("all");
  const input = year === "all" ? {} : { year: Number(year) };
  const query = useQuery(client.admin.sales.get, input, { live: true, keepPrevious: true });
  const { data, error, fetching, status, refetch } = query;
  if (error !== undefined) return <FailureNotice problem={error} retry={refetch} />;
  if (data === undefined) return <Loading label="Adding up the sales…" rows={8} />;
  const choices = ["all", ...data.years.map(String)].map(
    (each) => [each, each === "all" ? "All years" : each] as const,
  );
  return (
    <>
      <h1 className="page-title">Sales</h1>
      <Choice label="Year" choices={choices} value={year} onChange={setYear} />
      <div className="dashboard" aria-busy={fetching}>
        {data.totals.invoices === 0 ? (
          <Notice title="Nothing was sold then" />
        ) : (
          <Dashboard sales={data} />
        )}
      </div>
      <Freshness status={status} what="The sales" />
    </>
  );
}

function Dashboard({ sales }: { readonly sales: Sales }) {
  const { currency, totals, months, genres, countries } = sales;
  return (
    <div className="fades dashboard-parts">
      <Totals totals={totals} currency={currency} />
      <MonthsChart months={months} currency={currency} />
      <RankingChart
        title="By genre"
        of="Genre"
        unit="Tracks"
        currency={currency}
        rows={genres.map(({ genre, cents, tracks }) => ({ name: genre, cents, count: tracks }))}
      />
      <RankingChart
        title="By country"
        of="Country"
        unit="Invoices"
        currency={currency}
        rows={countries.map(({ country, cents, invoices }) => ({
          name: country,
          cents,
          count: invoices,
        }))}
      />
    </div>
  );
}

function Totals({ totals, currency }: Pick<Sales, "totals" | "currency">) {
  const { cents, invoices, tracks, customers } = totals;
  const facts = [
    ["Revenue", toMoney(cents, currency)],
    ["Invoices", invoices.toLocaleString("en")],
    ["Average invoice", toMoney(Math.round(cents / invoices), currency)],
    ["Tracks sold", tracks.toLocaleString("en")],
    ["Customers", customers.toLocaleString("en")],
  ] as const;
  return (
    <dl className="figures">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
