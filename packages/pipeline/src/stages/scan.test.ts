import { type DecodedMessage, findingsOf, type InboundSource, TransientError, type Verdict } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { readDecoded } from '../decoded.ts';
import { failing, type Office, office } from '../fixtures/office.ts';
import { dieBeforeEnd, runStage } from '../fixtures/run-stage.ts';
import { authenticationOf, byId, decodedMail, inboundMail, raw, verdict } from '../fixtures/specimens.ts';
import { scan } from './scan.ts';

const about = { kind: 'inboundMessage', id: 'mail' } as const;

/** Scanners and a parser that say this of any message. */
const saying = (said: Verdict, read: DecodedMessage = decodedMail()) => ({
  screening: {
    async judge(_: unknown, { envelope, breaks }: { envelope: object; breaks: number }) {
      this.asked.push(envelope);
      this.breaks.push(breaks);
      return said;
    },
    asked: [] as object[],
    breaks: [] as number[],
  },
  parser: { parse: async () => read },
  authenticator: {
    async authenticate(_: unknown, { source }: { source: InboundSource }) {
      this.asked.push(source.kind);
      return said.authentication ?? authenticationOf();
    },
    asked: [] as string[],
  },
});

const withMail = (more = {}): Office => office({ inbound: byId(inboundMail(more)) });

describe('scan', () => {
  it('stores the verdict and the decoded form of clean mail and hands it on', async () => {
    const town = withMail();

    const { born } = await runStage(scan, about, { ...town, ...saying(verdict()) });

    const row = await town.inbound.load('mail');
    expect(born).toEqual(['classify inboundMessage mail']);
    expect(row).toMatchObject({ state: 'scanned', verdict: verdict() });
    expect(await readDecoded(town.blobs, row.decoded)).toEqual(decodedMail());
  });

  it.each<[string, Verdict]>([
    ['infected', verdict({ virus: { ...verdict().virus, outcome: 'infected' } })],
    ['unscannable', verdict({ virus: { ...verdict().virus, outcome: 'unscannable' } })],
    ['spam', verdict({ spam: { ...verdict().spam, action: 'reject' } })],
  ])('puts %s mail in quarantine, decoded for who looks at it, and hands nothing on', async (_, said) => {
    const town = withMail();

    const { born } = await runStage(scan, about, { ...town, ...saying(said) });

    expect(born).toEqual([]);
    expect(town.rows.inbound.get('mail')).toMatchObject({ state: 'quarantined', raw, verdict: said });
    expect(town.blobs.kept.size).toBe(1);
  });

  it('fails mail whose author was checked as another than the one that is shown', async () => {
    const town = withMail();
    const said = authenticationOf({ dmarc: { result: 'pass', domain: 'evil.example', policy: null, why: null } });

    await runStage(scan, about, { ...town, ...saying(verdict({ authentication: said })) });

    const row = await town.inbound.load('mail');
    expect(row.verdict?.authentication?.dmarc).toMatchObject({ result: 'permerror', why: 'severalAuthors' });
  });

  it('puts on record which bytes the decoded form names', async () => {
    const town = withMail();
    const part = { ...raw, sha256: 'd'.repeat(64), filename: 'a.txt', contentType: 'text/plain' };
    const read = decodedMail({ attachments: [{ ...part, inline: false, contentId: null }] });

    await runStage(scan, about, { ...town, ...saying(verdict(), read) });

    expect(town.rows.inbound.get('mail')).toMatchObject({ parts: [part.sha256] });
  });

  describe('of mail that was released', () => {
    const spam = verdict({ spam: { ...verdict().spam, action: 'reject' } });
    const release = { by: 'Bea', at: '', reason: 'echt', sha256: spam.sha256, findings: findingsOf(spam) };

    it('hands it on when nothing is found that was not seen', async () => {
      const town = withMail({ release });

      const { born } = await runStage(scan, about, { ...town, ...saying(spam) });

      expect(born).toEqual(['classify inboundMessage mail']);
      expect(town.rows.inbound.get('mail')).toMatchObject({ state: 'scanned', verdict: spam });
    });

    it('puts it back in quarantine when something else is found', async () => {
      const town = withMail({ release });
      const infected = { ...spam, virus: { ...spam.virus, outcome: 'infected', signature: 'Eicar' } as const };

      const { born } = await runStage(scan, about, { ...town, ...saying(infected) });

      expect(born).toEqual([]);
      expect(town.rows.inbound.get('mail')).toMatchObject({ state: 'quarantined', verdict: infected });
    });
  });

  it('lets possible spam through, with its verdict', async () => {
    const town = withMail();
    const said = verdict({ spam: { ...verdict().spam, action: 'add header' } });

    await runStage(scan, about, { ...town, ...saying(said) });

    expect(town.rows.inbound.get('mail')).toMatchObject({ state: 'scanned', verdict: said });
  });

  it('takes unreadable mail for an outcome and shows it as incomplete', async () => {
    const town = withMail();
    const read = decodedMail({ outcome: 'unreadable', subject: '', from: [], text: null });

    await runStage(scan, about, { ...town, ...saying(verdict(), read) });

    expect(town.rows.inbound.get('mail')).toMatchObject({ state: 'scanned', headline: { incomplete: true, from: '' } });
  });

  it('makes a headline of one line and bounded, counting what a person would save', async () => {
    const town = withMail();
    const attachment = { ...raw, filename: 'a.pdf', contentType: 'application/pdf', contentId: null };
    const read = decodedMail({
      subject: `Vraag\r\n${'x'.repeat(1_000)}`,
      from: Array.from({ length: 100 }, () => ({ name: 'Jan\n', address: 'jan@example.nl' })),
      date: '2026-11-20T09:00:00.000Z',
      attachments: [
        { ...attachment, inline: false },
        { ...attachment, inline: true },
      ],
    });

    await runStage(scan, about, { ...town, ...saying(verdict(), read) });

    const headline = town.rows.inbound.get('mail')?.headline;
    expect(headline).toMatchObject({ attachments: 1, sentAt: new Date('2026-11-20T09:00:00Z') });
    expect([headline?.subject.length, headline?.from.length]).toEqual([500, 300]);
    expect(`${headline?.subject}${headline?.from}`).not.toMatch(/\p{Cc}/u);
  });

  it('tells the scanners the envelope as far as it is known, and who looks at the sender where it came from', async () => {
    const source = { kind: 'smtp', envelopeFrom: 'jan@example.nl', recipient: 'info@gemeente.nl', peer: '' };
    const scanners = saying(verdict());

    await runStage(scan, about, { ...withMail(), ...scanners });
    await runStage(scan, about, { ...withMail({ source }), ...scanners });

    expect(scanners.authenticator.asked).toEqual(['pop3', 'smtp']);
    expect(scanners.screening.asked).toEqual([
      { from: null, recipient: 'info@gemeente.nl' },
      { from: 'jan@example.nl', recipient: 'info@gemeente.nl' },
    ]);
  });

  it('tells how often a scanner broke off over it, and of what was released that this was seen', async () => {
    const scanners = saying(verdict());
    const seen = ['spam', 'not judged as spam', 'unscannable mail: Zaakpost.NotFinished'];

    for (const errorCode of ['clamd-away', 'rspamd-garbled', 'blob-store-away', null] as const) {
      await runStage(scan, about, { ...withMail(), ...scanners }, { waits: 7, errorCode });
    }
    for (const finding of seen) {
      const release = { by: 'Bea', at: '', reason: 'echt', sha256: 'x', findings: [finding] };
      await runStage(scan, about, { ...withMail({ release }), ...scanners });
    }

    const never = Number.POSITIVE_INFINITY;
    expect(scanners.screening.breaks).toEqual([7, 7, 0, 0, 0, never, never]);
  });

  it('has one effect when it runs twice, also when the first run died', async () => {
    const town = withMail();
    const ports = { ...town, ...saying(verdict()) };

    await dieBeforeEnd(scan, about, ports);
    const second = await runStage(scan, about, ports);
    const third = await runStage(scan, about, ports);

    expect([second.born.length, third.born.length]).toEqual([1, 0]);
    expect(town.blobs.kept.size).toBe(1);
  });

  it.each(['quarantined', 'onCase', 'discarded'] as const)('leaves a message that is %s alone', async (state) => {
    const town = withMail({ state });

    await runStage(scan, about, { ...town, ...saying(verdict()) });

    expect(town.rows.inbound.get('mail')?.state).toBe(state);
  });

  it.each([
    'inbound.load',
    'inbound.scanned',
    'screening.judge',
    'parser.parse',
    'authenticator.authenticate',
    'blobs.put',
  ])('lets an error of %s through, with nothing recorded', async (call) => {
    const error = new TransientError('timed-out', { message: 'Later.' });
    const town = withMail();
    const ports = failing({ ...town, ...saying(verdict()) }, call, error);

    await expect(runStage(scan, about, ports)).rejects.toBe(error);

    expect(town.rows.inbound.get('mail')?.state).toBe('received');
  });

  it('marks the message failed, with the code, when all tries are over', async () => {
    const town = withMail();

    await town.records.transaction(async (tx) =>
      scan.failed?.({ ...town, ...saying(verdict()), tx, about, code: 'parser-away' }),
    );

    expect(town.rows.inbound.get('mail')).toMatchObject({ state: 'failed', reason: 'parser-away' });
  });
});
