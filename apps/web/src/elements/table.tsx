import type { ReactNode } from 'react';

export interface Column<Item> {
  title: string;
  /** Right-aligned, and beside its like on a narrow screen. */
  isNumber?: boolean;
  cell(item: Item): ReactNode;
}

interface Props<Item> {
  caption: string;
  columns: Column<Item>[];
  items: Item[];
  keyOf(item: Item): string | number;
  className?: string;
}

const NUMBER = ' zp-table-number';

/**
 * A table that becomes a list of cards on a narrow screen. The roles are written out, since a table whose display is
 * changed loses them in some browsers.
 */
export function Table<Item>({ caption, columns, items, keyOf, className = '' }: Props<Item>) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: see above.
    <table className={`utrecht-table zp-table ${className}`} role="table">
      <caption className="zp-hidden">{caption}</caption>
      <thead className="utrecht-table__header" role="rowgroup">
        <tr className="utrecht-table__row" role="row">
          {columns.map(({ title, isNumber }) => (
            <th
              key={title}
              className={`utrecht-table__header-cell${isNumber ? NUMBER : ''}`}
              scope="col"
              role="columnheader"
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="utrecht-table__body" role="rowgroup">
        {items.map((item) => (
          <tr key={keyOf(item)} className="utrecht-table__row" role="row">
            {columns.map(({ title, isNumber, cell }) => (
              <td key={title} className={`utrecht-table__cell${isNumber ? NUMBER : ''}`} role="cell">
                <span className="zp-table-label" aria-hidden="true">
                  {title}
                </span>
                <div>{cell(item)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above.
  );
}
