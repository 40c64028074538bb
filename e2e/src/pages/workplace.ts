import { demoIds } from '@zaakpost/app-standalone/demo';
import { caseStore } from '@zaakpost/store';
import { freePort } from '@zaakpost/testing';
import { comeToRest } from '../house/come-to-rest.ts';
import { type House, withHouse } from '../house/house.ts';
import { startServices } from '../house/services.ts';
import { type Browsing, withBrowser } from './browser.ts';
import { makeAccounts } from './people.ts';

/** A municipality at work: its mail is in, its pages are served, and somebody of each role may sign in. */
export interface Workplace extends Browsing {
  readonly house: House;
  /** The case that most sample mails are about. */
  readonly openCase: { number: number; code: string };
}

/** Delivers every sample mail through Dovecot, waits until each is at its end, and opens a browser. */
export async function withWorkplace(use: (workplace: Workplace) => Promise<void>): Promise<void> {
  const services = await startServices();
  try {
    await withHouse('postgres', services, async (house) => {
      const port = await freePort();
      await Promise.all([house.startAll(), house.start('api', [], { PORT: `${port}` }), makeAccounts(house.database)]);
      await receiveSamples(house);
      const { number, mailCode: code } = await caseStore(house.database).load(demoIds.openCase);
      await withBrowser({ url: `http://localhost:${port}` }, (browsing) =>
        use({ ...browsing, house, openCase: { number, code } }),
      );
    });
  } finally {
    await services.stop();
  }
}

async function receiveSamples(house: House): Promise<void> {
  const mails = await house.samples(await house.sendFirst());
  for (const { raw } of mails) await house.services.dovecot.deliver('gemeente', raw);
  await comeToRest(house, mails.length, { what: 'the sample mails to come to rest' });
}
