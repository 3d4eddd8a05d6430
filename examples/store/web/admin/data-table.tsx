import type { ReactNode } from "react";

/** A column: its heading, what it shows of a row, and whether it holds numbers or times. */
export interface TableColumn<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  readonly kind?: "number" | "time";
  /** Left out where the screen has no room for it. */
  readonly spare?: true;
}

interface Properties<Row> {
  /** What the table holds, for those who do not see it. */
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
}

/** Rows and columns; it scrolls by itself where the screen is too narrow, by keyboard too. */
export function DataTable<Row>({ caption, columns, rows, rowKey }: Properties<Row>) {
  return (
    // A region that scrolls must be reachable without a mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, kind, spare }) => (
              <th key={name} scope="col" data-kind={kind} data-spare={spare}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ name, cell, kind, spare }) => (
                <td key={name} data-kind={kind} data-spare={spare}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
