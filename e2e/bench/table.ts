import type { Figure } from './benchmark.ts';
import type { Result } from './results.ts';

const COLUMNS = ['benchmark', 'what', 'ours', 'bare', 'unit', 'ratio', 'target', 'met'];

/** Prints what came out, one line a figure, as a table that Markdown understands too. */
export function printTable(results: Result[]): void {
  const rows = results.flatMap(({ name, figures, trouble }) =>
    trouble === null
      ? figures.map((figure) => [name, ...cells(figure)])
      : [[name, `did not run: ${trouble.split('\n')[0]}`, '', '', '', '', '', '']],
  );
  const widths = COLUMNS.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  console.log(['', line(COLUMNS), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ''].join('\n'));
}

function cells({ what, ours, bare, unit, ratio, target, met }: Figure): string[] {
  const verdict = met === null ? '' : met ? 'yes' : 'no';
  return [what, shown(ours), bare === null ? '' : shown(bare), unit, ratio?.toFixed(2) ?? '', target, verdict];
}

const shown = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
