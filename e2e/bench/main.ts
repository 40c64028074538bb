import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Benchmark, Scale } from './benchmark.ts';
import { BENCHMARKS } from './benchmarks.ts';
import { keepResults, type Result } from './results.ts';
import { printTable } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' } },
});
const scale: Scale = { full: values.full, rounds: Math.max(1, Number(values.rounds) || 3) };
const chosen = positionals.length === 0 ? BENCHMARKS : BENCHMARKS.filter(({ name }) => positionals.includes(name));

if (chosen.length === 0) {
  console.error(`There is no such benchmark; there are: ${BENCHMARKS.map(({ name }) => name).join(', ')}.`);
  process.exitCode = 1;
} else {
  const results: Result[] = [];
  for (const benchmark of chosen) results.push(await measured(benchmark));
  const machine = { cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30) };
  printTable(results);
  console.log(`Kept in ${await keepResults({ at: new Date(), machine, scale, results })}.`);
}

// One that cannot run (a program is missing) does not keep the others from it.
async function measured({ name, includes, run }: Benchmark): Promise<Result> {
  const started = performance.now();
  console.log(`${name}: ${includes}`);
  try {
    const figures = await run(scale);
    console.log(`  ${Math.round((performance.now() - started) / 1_000)} s`);
    return { name, includes, figures, trouble: null };
  } catch (error) {
    console.error(error);
    return { name, includes, figures: [], trouble: (error as Error).message };
  }
}
