import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";

import { toMoney } from "../ui/money.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { axis, grid, isCalm, toShortMoney, tooltip } from "./chart-style.ts";
import { DataTable } from "./data-table.tsx";

interface Rank {
  readonly name: string;
  readonly cents: number;
  readonly count: number;
}

interface Properties {
  readonly title: string;
  /** What is ranked: "Genre". */
  readonly of: string;
  /** What is counted: "Tracks". */
  readonly unit: string;
  /** The highest first. */
  readonly rows: readonly Rank[];
  readonly currency: string;
}

const shown = 12;
const barHeight = 30;

/** Revenue by something, the highest first; the table has what the picture has no room for. */
export function RankingChart({ title, of, unit, rows, currency }: Properties) {
  const first = rows[0];
  const total = rows.reduce((sum, { cents }) => sum + cents, 0);
  const top = rows.slice(0, shown);
  const share = first === undefined ? 0 : Math.round((first.cents / total) * 100);
  const rest = rows.length > shown ? ` The first ${shown} of ${rows.length}.` : "";
  return (
    <ChartFrame
      title={title}
      summary={first === undefined ? "" : `${first.name} leads with ${share}%.${rest}`}
      chart={
        <BarChart
          responsive
          layout="vertical"
          className="chart-picture chart-bars"
          style={{ height: top.length * barHeight + 40 }}
          data={top}
          title={title}
          margin={{ top: 0, right: 12, bottom: 0, left: 0 }}
        >
          <CartesianGrid {...grid} horizontal={false} />
          <XAxis type="number" tickFormatter={(cents) => toShortMoney(cents, currency)} {...axis} />
          <YAxis type="category" dataKey="name" width={124} interval={0} {...axis} />
          <Tooltip
            {...tooltip}
            cursor={{ fill: "var(--bone)" }}
            formatter={(cents) => [toMoney(Number(cents), currency), "Revenue"]}
          />
          <Bar
            dataKey="cents"
            fill="var(--accent)"
            barSize={16}
            isAnimationActive={!isCalm()}
            animationDuration={400}
          />
        </BarChart>
      }
      table={
        <DataTable
          caption={title}
          rows={rows}
          rowKey={({ name }) => name}
          columns={[
            { name: of, cell: ({ name }) => name },
            { name: unit, kind: "number", cell: ({ count }) => count },
            { name: "Revenue", kind: "number", cell: ({ cents }) => toMoney(cents, currency) },
          ]}
        />
      }
    />
  );
}
