import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { folderBlobs } from '@zaakpost/blobs';
import { callerFolder, type ImportConfig, readImportConfig } from '@zaakpost/config';
import { type Publisher, seconds } from '@zaakpost/domain';
import { mailFiles, validAddress } from '@zaakpost/mail';
import { connectQueues, openQueues } from '@zaakpost/queue';
import { blobLedger, type Database, mailImportStore, stepStore } from '@zaakpost/store';
import { type LiveLine, liveLine } from '@zaakpost/telemetry';
import { CommandError } from '../failure.ts';
import { withDatabase } from '../records.ts';
import { unreadable } from '../unreadable.ts';
import { audited } from './audited.ts';
import { allOf, type Ends, endsOf, endsTable, onTheWay } from './ends.ts';
import { importFiles, type Tally } from './import-files.ts';

export interface ImportWishes {
  to?: string;
  wait: boolean;
  json?: true;
}

/** Imports, waits and prints. Exit code 1 when something could not be read, 130 when it was stopped. */
export async function runImport(paths: readonly string[], { to, wait, json }: ImportWishes): Promise<void> {
  const deliveredTo = to === undefined ? null : addressOf(to);
  const config = readImportConfig();
  const line = liveLine(process.stderr);
  const signal = stopSignal(line);

  await withDatabase(config, async (database) => {
    const imports = mailImportStore(database);
    const runId = randomUUID();
    const run = { id: runId, paths: paths.length, stop: signal };
    const tally = await withQueue(config, line, (queue) =>
      audited(database, run, async () =>
        importFiles(mailFiles(paths.map((path) => resolve(callerFolder(), path))), {
          ...{ imports, runId, deliveredTo, signal, queue, steps: stepStore(database) },
          blobs: await folderBlobs({ dir: config.blobs.folder, ledger: blobLedger(database) }),
          told: (so) => line.show(importedSoFar(so)),
          unreadable: (path, code) => line.say(`${path} ${unreadable(code)}`),
        }),
      ),
    );
    if (!signal.aborted) line.say(importedSoFar(tally));
    const ends = await waited(database, { wait: wait && !signal.aborted, runId, signal, line });
    console.log(json ? asJson(tally, ends, signal.aborted) : asText(tally, ends));
    if (signal.aborted) line.say(STOPPED);
    process.exitCode = signal.aborted ? 130 : tally.unreadable > 0 ? 1 : 0;
  });
}

function addressOf(to: string): string {
  try {
    return validAddress(to);
  } catch {
    throw new CommandError('--to takes an e-mail address, such as info@gemeente.nl.');
  }
}

const STOPPED = 'Stopped. Give the same command to go on: what is on record is not taken again.';

interface Waiting {
  wait: boolean;
  runId: string;
  signal: AbortSignal;
  line: LiveLine;
}

async function waited(database: Database, { wait, runId, signal, line }: Waiting): Promise<Ends> {
  const imports = mailImportStore(database);
  if (!wait) return imports.whereabouts(runId);
  return endsOf(imports, runId, {
    signal,
    told: (ends) => line.show(`${allOf(ends) - onTheWay(ends)} of ${allOf(ends)} mails at their end`),
  });
}

/** Ctrl-C comes twice where npm passes on what the terminal sends to both: within this time it counts once. */
const ONE_STOP = seconds(1);

/** Ctrl-C and SIGTERM end it in order; a second one at once. */
function stopSignal(line: LiveLine): AbortSignal {
  const stop = new AbortController();
  let stoppedAt = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted && performance.now() - stoppedAt > ONE_STOP) process.exit(130);
      if (stop.signal.aborted) return;
      stoppedAt = performance.now();
      stop.abort();
      line.say('Stopping when what is under way is on record; once more to stop at once.');
    });
  }
  return stop.signal;
}

/** A queue that is away stops no import: the sweep publishes what is on record. */
async function withQueue<T>(config: ImportConfig, line: LiveLine, use: (queue: Publisher) => Promise<T>): Promise<T> {
  const silent = () => undefined;
  let told = false;
  const away = () => {
    if (!told) line.say('The queue cannot be reached; the scheduler will publish what is on record.');
    told = true;
  };
  const connection = await connectQueues(config.queue, { workers: 0, log: silent }).catch(away);
  if (!connection) return use({ publish: async () => undefined });
  const queues = openQueues(connection);
  try {
    return await use({ publish: (publications) => queues.publish(publications).catch(away) });
  } finally {
    await queues.close().catch(silent);
    await connection.close();
  }
}

const importedSoFar = ({ imported, already, unreadable, size }: Tally): string =>
  [
    `${imported} imported (${(size / 1e6).toFixed(1)} MB read)`,
    already > 0 ? `${already} on record already` : '',
    unreadable > 0 ? `${unreadable} unreadable` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');

function asText({ imported, already, unreadable, other }: Tally, ends: Ends): string {
  const facts = [
    `${imported} imported, ${already} on record already, ${unreadable} unreadable, ${other} files without mail passed over.`,
    endsTable(ends),
  ];
  return facts.filter((fact) => fact !== '').join('\n\n');
}

const asJson = ({ imported, already, unreadable, other }: Tally, ends: Ends, stopped: boolean): string =>
  JSON.stringify({ imported, alreadyOnRecord: already, unreadable, passedOver: other, stopped, ends });
