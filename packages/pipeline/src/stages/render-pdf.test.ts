import { type DecodedMessage, type InboundMessage, type MailPage, TransientError } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { storeDecoded } from '../decoded.ts';
import { failing, type Office, office } from '../fixtures/office.ts';
import { dieBeforeEnd, runStage } from '../fixtures/run-stage.ts';
import {
  byId,
  decodedMail,
  delivery,
  inboundMail,
  openCase,
  outboundMail,
  raw,
  verdict,
} from '../fixtures/specimens.ts';
import { renderPdf } from './render-pdf.ts';

const about = { kind: 'inboundMessage', id: 'mail' } as const;
const ofOurs = { kind: 'outboundMessage', id: 'letter' } as const;
const frozen = {
  ...raw,
  messageId: '<x>',
  subject: '[V 1458-ae34dc] Uw boom',
  sender: { name: 'G', address: 'g@g.nl' },
};

/** A printer that keeps the pages it was given; each print of a page differs, as Chromium's do by their date. */
function printer() {
  const pages: MailPage[] = [];
  const render = async (page: MailPage) => {
    pages.push(page);
    return { pdf: Buffer.from(`%PDF ${pages.length}`), plain: false, reason: null };
  };
  return { pages, renderer: { render } };
}

/** A mail on a case, with an image in its text and a photo beside it; and a mail of ours. */
async function townWith(mail: Partial<DecodedMessage> = {}, more: Partial<InboundMessage> = {}): Promise<Office> {
  const recipients = (['to', 'cc', 'bcc'] as const).map((role) =>
    delivery({ id: role, role, address: `${role}@example.nl` }),
  );
  const town = office({
    cases: byId(openCase()),
    outbound: byId(outboundMail({ state: 'frozen', frozen, recipients })),
  });
  const { signal } = new AbortController();
  const image = { ...(await town.blobs.put(Buffer.from('image'))), contentType: 'image/png', filename: null };
  const attachments = [
    { ...image, inline: true, contentId: 'logo' },
    { ...image, inline: true, contentId: null },
    { ...image, inline: false, contentId: null },
  ];
  const decoded = await storeDecoded(town.blobs, decodedMail({ attachments, ...mail }), signal);
  town.rows.inbound.set('mail', inboundMail({ state: 'onCase', caseId: 'case', verdict: verdict(), decoded, ...more }));
  return town;
}

describe('render-pdf', () => {
  it('prints a mail among the documents of its case', async () => {
    const town = await townWith();
    const { pages, renderer } = printer();

    const { born } = await runStage(renderPdf, about, { ...town, renderer });

    expect(born).toEqual([]);
    expect([...town.rows.documents.values()]).toMatchObject([
      {
        ...{ caseId: 'case', role: 'mailAsPdf', filename: 'Vraag over mijn boom.pdf', contentType: 'application/pdf' },
        ...{ inboundMessageId: 'mail', outboundMessageId: null, size: 6 },
      },
    ]);
    expect(pages).toMatchObject([
      {
        ...{ from: 'Jan <Jan@example.nl>', subject: 'Vraag over mijn boom', caseNumber: 1458, incomplete: false },
        ...{ date: 'maandag 23 november 2026 om 13:00', text: 'Mag de boom weg?' },
        attachments: [{ filename: 'bijlage', size: 5 }],
        images: [{ contentId: 'logo', contentType: 'image/png', bytes: Buffer.from('image') }],
      },
    ]);
  });

  it('prints the date of the mail, in Amsterdam, and what could be read of a broken one', async () => {
    const town = await townWith({ date: '2027-07-01T22:30:00.000Z', outcome: 'incomplete' });
    const { pages, renderer } = printer();

    await runStage(renderPdf, about, { ...town, renderer });

    expect(pages).toMatchObject([{ date: 'vrijdag 2 juli 2027 om 00:30', incomplete: true }]);
  });

  it('prints no more than fifty images of one mail', async () => {
    const town = await townWith();
    const image = {
      ...(await town.blobs.put(Buffer.from('x'))),
      contentType: 'image/png',
      filename: null,
      inline: true,
    };
    const attachments = Array.from({ length: 200 }, (_, n) => ({ ...image, contentId: `${n}` }));
    const decoded = await storeDecoded(town.blobs, decodedMail({ attachments }), new AbortController().signal);
    Object.assign(town.rows.inbound.get('mail') ?? {}, { decoded });
    const { pages, renderer } = printer();

    await runStage(renderPdf, about, { ...town, renderer });

    expect(pages[0]?.images).toHaveLength(50);
  });

  it('prints a mail of ours as it went out, and tells nobody of blind copies', async () => {
    const town = await townWith();
    const { pages, renderer } = printer();

    await runStage(renderPdf, ofOurs, { ...town, renderer });

    expect([...town.rows.documents.values()]).toMatchObject([
      { role: 'mailAsPdf', inboundMessageId: null, outboundMessageId: 'letter' },
    ]);
    expect(pages).toMatchObject([
      { subject: frozen.subject, from: 'G <g@g.nl>', to: 'to@example.nl', cc: 'cc@example.nl', caseNumber: 1458 },
    ]);
    expect(JSON.stringify(pages)).not.toContain('bcc@');
  });

  it('prints nothing that is on no case', async () => {
    const town = await townWith({}, { caseId: null });
    town.rows.outbound.set('letter', outboundMail({ caseId: null }));
    const { pages, renderer } = printer();

    await runStage(renderPdf, about, { ...town, renderer });
    await runStage(renderPdf, ofOurs, { ...town, renderer });

    expect(pages).toEqual([]);
  });

  it('prints nothing without a clean verdict', async () => {
    const town = await townWith({}, { verdict: null });

    await expect(runStage(renderPdf, about, { ...town, ...printer() })).rejects.toMatchObject({
      code: 'record-missing',
    });
  });

  it.each([about, ofOurs])('leaves one PDF of %j when it runs twice, also when the first run died', async (of) => {
    const ports = { ...(await townWith()), ...printer() };

    await dieBeforeEnd(renderPdf, of, ports);
    await runStage(renderPdf, of, ports);
    await runStage(renderPdf, of, ports);

    expect(ports.rows.documents.size).toBe(1);
  });

  it.each([
    ['inbound.load', about],
    ['blobs.read', about],
    ['cases.load', about],
    ['renderer.render', about],
    ['blobs.put', about],
    ['dossier.addDocument', about],
    ['outbound.load', ofOurs],
  ])('lets an error of %s through, with nothing filed', async (call, of) => {
    const error = new TransientError('timed-out', { message: 'Later.' });
    const ports = { ...(await townWith()), ...printer() };

    await expect(runStage(renderPdf, of, failing(ports, call, error))).rejects.toBe(error);

    expect(ports.rows.documents.size).toBe(0);
  });
});
