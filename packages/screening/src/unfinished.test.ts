import { quarantineReason } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  clamdThat,
  type Given,
  judge,
  PATIENCE,
  rspamdThat,
  silence,
  softReject,
} from './faulty-scanners.fixture.ts';
import { partOf } from './fixtures/mails.ts';

describe('a mail that a scanner does not finish', () => {
  const notWhole: Given['decoded'] = Promise.resolve({ outcome: 'incomplete', attachments: [] });

  it.each<[string, Answer]>([
    ['says so', softReject],
    ['stays silent', silence],
  ])('is unscannable where we could not read it whole either, when a well Rspamd %s', async (_, answer) => {
    const rspamd = await rspamdThat(answer, { well: true });

    const verdict = await judge({ rspamd }, { times: { rspamd: 1_000 }, decoded: notWhole });

    expect(verdict).toMatchObject({ virus: { outcome: 'clean' }, spam: { action: 'unscannable', degraded: true } });
    expect(quarantineReason({ ...verdict, authentication: null })).toBe('unscannable');
  });

  it('is kept back where files may be in it that nobody looked at, though both scanners call it clean', async () => {
    const decoded = Promise.resolve({ outcome: 'incomplete' as const, attachments: [], unread: true as const });

    const verdict = await judge({}, { decoded });

    expect(verdict.virus.outcome).toBe('clean');
    expect(verdict.policy).toEqual([{ rule: 'closedArchive', filename: null, kind: 'eml', action: 'quarantine' }]);
    expect(quarantineReason({ ...verdict, authentication: null })).toBe('unscannable');
  });

  it('is unscannable where a clamd that is well does not finish it either, and its parts are not begun', async () => {
    const clamd = await clamdThat(silence, { well: true });
    const parts = Promise.resolve({ outcome: 'incomplete' as const, attachments: [partOf(Buffer.from('bijlage'))] });

    const verdict = await judge({ clamd }, { times: { clamd: 1_000 }, decoded: parts });

    expect(verdict).toMatchObject({ virus: { outcome: 'unscannable', signature: 'Zaakpost.TooComplex' }, parts: [] });
  });

  it('is so at once, however busy a clamd is that was well before', async () => {
    const clamd = await clamdThat(silence);
    const began = performance.now();

    const verdict = await judge({ clamd }, { decoded: notWhole });

    expect(verdict.virus).toMatchObject({ outcome: 'unscannable', signature: 'Zaakpost.TooComplex' });
    expect(performance.now() - began).toBeLessThan(PATIENCE / 2);
  });

  it('waits where we could read it', async () => {
    const rspamd = await rspamdThat(softReject, { well: true });

    await expect(judge({ rspamd })).rejects.toMatchObject({ code: 'rspamd-away', scope: 'thing' });
  });

  it.each<[string, Answer]>([
    ['is away', silence],
    ['says so, and then answers no ping', softReject],
  ])('waits too where we could not, when Rspamd %s', async (_, answer) => {
    const judged = judge({ rspamd: await rspamdThat(answer) }, { times: { rspamd: 1_000 }, decoded: notWhole });

    await expect(judged).rejects.toMatchObject({ code: 'rspamd-away', scope: 'stage' });
  });
});
