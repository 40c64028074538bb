import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure, Scale } from './benchmark.ts';

/** What one benchmark gave, or why it gave nothing. */
export interface Result {
  name: string;
  includes: string;
  figures: Figure[];
  trouble: string | null;
}

interface Report {
  at: Date;
  machine: { cores: number; memoryGb: number };
  scale: Scale;
  results: Result[];
}

const FOLDER = fileURLToPath(new URL('../../bench-results/', import.meta.url));

/** Writes the run as JSON, named by its moment; gives the path. */
export async function keepResults(report: Report): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  const path = join(FOLDER, `${report.at.toISOString().replaceAll(/[:.]/gu, '-')}.json`);
  await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
  return path;
}
