import { freePort, tortureMails } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { withHouse } from '../house/house.ts';
import { startServices } from '../house/services.ts';
import { withBrowser } from '../pages/browser.ts';
import { makeAccounts } from '../pages/people.ts';
import { endure } from './enduring.ts';
import { expectHarmlessDownloads, expectHarmlessPages } from './shown.ts';

/** Of each way to hurt one: the stages, the printing and the scanners. `npm run soak` takes them all. */
const CHOSEN = [
  'nested-multiparts',
  'header-of-a-million-fields',
  'parts-attached',
  'recipients',
  'encoded-words',
  'scripts-in-the-header',
  'bidi-and-nul',
  'file-names',
  'charset-utf-7',
  'html-of-unended-tags',
  'html-nested-tables',
  'html-leaves',
  'zip-bomb',
  'image-bombs-shown',
  'active-attachments',
  'tnef-liar',
];

/** In the soak they come one by one, each with ten seconds; here other tests want the processors too. */
const TOGETHER = 4;

test('mail made to hurt ends, shows harmlessly, and the mail behind it arrives', async () => {
  const chosen = tortureMails.filter(({ name }) => CHOSEN.includes(name));
  expect(chosen).toHaveLength(CHOSEN.length);
  const services = await startServices();
  try {
    await withHouse('postgres', services, async (house) => {
      const port = await freePort();
      await Promise.all([house.startAll(), house.start('api', [], { PORT: `${port}` }), makeAccounts(house.database)]);
      await endure(house, chosen, { together: TOGETHER });
      await withBrowser({ url: `http://localhost:${port}` }, async ({ as }) => {
        const page = await as('caseWorker');
        await expectHarmlessDownloads(house, page);
        await expectHarmlessPages(house, page);
      });
    });
  } finally {
    await services.stop();
  }
});
