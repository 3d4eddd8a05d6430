import { Area, AreaChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";

import { toMoney } from "../ui/money.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { axis, grid, isCalm, toShortMoney, tooltip } from "./chart-style.ts";
import { DataTable } from "./data-table.tsx";

interface Month {
  readonly month: string;
  readonly cents: number;
  readonly invoices: number;
}

interface Properties {
  readonly months: readonly Month[];
  readonly currency: string;
}

const name = new Intl.DateTimeFormat("en", { month: "short", year: "numeric", timeZone: "UTC" });
const toName = (month: unknown): string => name.format(new Date(`${String(month)}-01T00:00:00Z`));

/** Revenue month by month. */
export function MonthsChart({ months, currency }: Properties) {
  const best = months.toSorted((a, b) => b.cents - a.cents)[0];
  const summary =
    best === undefined ? "" : `Best: ${toName(best.month)}, ${toMoney(best.cents, currency)}.`;
  return (
    <ChartFrame
      wide
      title="Revenue by month"
      summary={summary}
      chart={
        <AreaChart
          responsive
          className="chart-picture"
          data={[...months]}
          title="Revenue by month"
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        >
          <CartesianGrid {...grid} vertical={false} />
          <XAxis dataKey="month" tickFormatter={toName} minTickGap={48} {...axis} />
          <YAxis tickFormatter={(cents) => toShortMoney(cents, currency)} width={56} {...axis} />
          <Tooltip
            {...tooltip}
            labelFormatter={toName}
            formatter={(cents) => [toMoney(Number(cents), currency), "Revenue"]}
          />
          <Area
            type="linear"
            dataKey="cents"
            stroke="var(--accent)"
            strokeWidth={2}
            fill="var(--accent)"
            fillOpacity={0.18}
            isAnimationActive={!isCalm()}
            animationDuration={400}
          />
        </AreaChart>
      }
      table={
        <DataTable
          caption="Revenue by month"
          rows={months}
          rowKey={({ month }) => month}
          columns={[
            { name: "Month", cell: ({ month }) => toName(month) },
            { name: "Invoices", kind: "number", cell: ({ invoices }) => invoices },
            { name: "Revenue", kind: "number", cell: ({ cents }) => toMoney(cents, currency) },
          ]}
        />
      }
    />
  );
}
