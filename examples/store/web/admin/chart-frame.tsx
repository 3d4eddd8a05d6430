import { type ReactNode, useId, useState } from "react";

interface Properties {
  readonly title: string;
  /** What the picture says, in a sentence. */
  readonly summary: string;
  readonly wide?: true;
  readonly chart: ReactNode;
  /** The same as numbers. */
  readonly table: ReactNode;
}

/** A chart with its name, what it says in words, and the same as a table for who would rather read. */
export function ChartFrame({ title, summary, wide, chart, table }: Properties) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <section className="chart" aria-labelledby={id} data-wide={wide}>
      <div className="chart-head">
        <h2 id={id}>{title}</h2>
        <button
          type="button"
          className="link-button"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          As a table<span className="visually-hidden">: {title}</span>
        </button>
      </div>
      <p className="chart-summary">{summary}</p>
      {asTable ? table : chart}
    </section>
  );
}
