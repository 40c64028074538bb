import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StandaloneConfig } from '@zaakpost/config';
import { seconds } from '@zaakpost/domain';
import { secretBox } from '@zaakpost/store';
import type { LiveLine } from '@zaakpost/telemetry';
import { announcement } from './announcement.ts';
import type { Wishes } from './arguments.ts';
import { superviseChildren } from './children.ts';
import { chooseDataFolder } from './data-folder.ts';
import { type DemoGround, openOffice, sendAndOpenMailbox } from './demo/mailroom.ts';
import { childEnvironment, keepEnvironment } from './environment.ts';
import { keep } from './kept.ts';

import { beOnlyCopy } from './only-copy.ts';
import { freeOr, mustBeFree } from './ports.ts';
import { PROCESSES } from './processes.ts';
import { findChromium } from './programs.ts';
import { openAccounts, openRecords } from './records.ts';
import { startScanners } from './scanners.ts';
import { watchSamples } from './watch-samples.ts';

const CHECKOUT = join(import.meta.dirname, '../../..');
const GRACE = seconds(10);

/** Starts everything; what has to be stopped is put on `stack` as it starts. @throws Trouble, or what a part threw. */
export async function startStandalone(
  wishes: Wishes,
  config: StandaloneConfig,
  { line, stack, signal }: { line: LiveLine; stack: AsyncDisposableStack; signal: AbortSignal },
): Promise<void> {
  const began = performance.now();
  const { path: folder, reason } = await chooseDataFolder(CHECKOUT, config.dataFolder);
  line.say(`Zaakpost starts. Data: ${folder}${reason === null ? '' : ` (${reason})`}`);
  const giveBack = await beOnlyCopy(folder);
  stack.defer(giveBack);
  await mustBeFree(config.web.port, config.web.host);
  if (wishes.reset) {
    await empty(folder);
    line.say('What earlier starts left is thrown away.');
  }

  const kept = await keep(folder);
  line.show('PostgreSQL and the scanners start; the first time this takes up to half a minute ...');
  const scanning = startScanners({ folder, demo: wishes.demo }, stack);
  const records = openRecords(folder, stack);
  const [{ url: databaseUrl, database }, scanners] = await bothOrFirstError(records, scanning);
  await openAccounts(database, kept);
  const ground: DemoGround = {
    ...{ folder, database, databaseUrl, password: kept.demoPassword, outboxPort: config.web.port + 1 },
    secrets: secretBox([{ id: 'local', key: Buffer.from(kept.secretKey, 'base64') }]),
  };
  const office = wishes.demo ? await openOffice(ground, stack) : null;

  line.show('The processes start ...');
  const chromium = await findChromium(config.chromiumPath);
  const smtpPort = await freeOr(config.smtp.port);
  const env = childEnvironment({
    ...{ databaseUrl, folder, kept, scanners, smtpPort, demo: wishes.demo },
    ...{ host: config.web.host, pagesPort: config.web.port },
    ...{ publicUrl: config.web.publicUrl, contentUrl: config.web.contentUrl },
    logLevel: config.log.level,
    chromiumPath: chromium ?? config.chromiumPath,
  });
  const envFile = await keepEnvironment(folder, env);
  const logFolder = join(folder, 'log');
  await mkdir(logFolder, { recursive: true });
  const children = superviseChildren(logFolder, (sentence) => line.say(sentence));
  stack.defer(() => children.stop(GRACE));
  await Promise.all(PROCESSES.map((plan) => children.start({ ...plan, env })));

  if (office?.samples === null) line.show('The demo sends its first mail ...');
  const samples = office ? (office.samples ?? (await sendAndOpenMailbox(ground, stack))) : [];
  const remarks = [...scanners.remarks, ...(chromium === null ? [NO_CHROMIUM] : [])];
  line.say(
    announcement({
      ...{ publicUrl: config.web.publicUrl, smtpPort, passwords: kept.passwords, logFolder, envFile, remarks },
      outboxPort: office?.outboxPort ?? null,
      seconds: Math.round((performance.now() - began) / 1000),
    }),
  );
  if (samples.length > 0) await watchSamples({ database, expected: samples.length, line, signal });
}

const NO_CHROMIUM =
  'Chromium is not installed (apt-get install chromium-headless-shell): mail becomes a PDF of plain text until it is.';

async function empty(folder: string): Promise<void> {
  const names = await readdir(folder);
  const old = names.filter((name) => !name.startsWith('running.'));
  await Promise.all(old.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

// What one of them started must be on the stack before the error of the other ends everything.
async function bothOrFirstError<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return [await a, await b];
}
