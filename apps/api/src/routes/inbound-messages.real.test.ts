import { READING_WARNINGS } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { decodedMessage, someCase, someMessage } from '../seeds.ts';
import { type Visit, withApi } from '../with-api.ts';

type Items = { items: Record<string, unknown>[]; nextCursor: string | null };

test('the newest messages come first, page by page, each of them once', () =>
  withApi(async ({ parts, as }) => {
    const worker = await as('caseWorker');
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.push(await someMessage(parts, { state: 'unmatched' }));

    const first = await worker.get<Items>('/api/v1/inbound-messages?limit=2');
    const second = await worker.get<Items>(`/api/v1/inbound-messages?limit=2&cursor=${first.nextCursor}`);
    const last = await worker.get<Items>(`/api/v1/inbound-messages?limit=2&cursor=${second.nextCursor}`);

    expect([...first.items, ...second.items, ...last.items].map(({ id }) => id)).toEqual(made.reverse());
    expect(last.nextCursor).toBeNull();
    expect(first.items[0]).toMatchObject({ subject: 'Vraag over afval', source: 'import', state: 'unmatched' });
  }));

test('a list is narrowed by state and by the beginnings of words', () =>
  withApi(async ({ parts, as }) => {
    const worker = await as('caseWorker');
    const unmatched = await someMessage(parts, { state: 'unmatched' });
    await someMessage(parts, { state: 'noAttachments' });

    const found = await worker.get<Items>('/api/v1/inbound-messages?state=unmatched&q=PIET%20afv');
    const none = await worker.get<Items>("/api/v1/inbound-messages?q=klacht'%20:*%20%26");

    expect(found.items.map(({ id }) => id)).toEqual([unmatched]);
    expect(none.items).toEqual([]);
  }));

test('a message is asked for by source, day and reason, and what waits too long by that', () =>
  withApi(async ({ parts, as }) => {
    const operator = await as('operator');
    const spam = await someMessage(parts, { state: 'unmatched' });
    const late = await someMessage(parts, { state: 'quarantined', infected: true });
    await parts.database.ask((db) =>
      db.query(`update inbound_message set received_at = '2026-01-05T12:00:00Z' where id = $1`, [late]),
    );
    const ids = async (query: string) =>
      (await operator.get<Items>(`/api/v1/inbound-messages?${query}`)).items.map(({ id }) => id);

    expect(await ids('from=2026-01-05&to=2026-01-05')).toEqual([late]);
    expect(await ids('source=import&reason=virus')).toEqual([late]);
    expect(await ids('overdue=true')).toEqual([late]);
    expect(await ids('state=waiting')).toEqual([spam, late]);
    expect((await operator.fetch('/api/v1/inbound-messages?from=gisteren')).status).toBe(400);
  }));

test('an operator finds no message of a case by what it says', () =>
  withApi(async ({ parts, as }) => {
    const [operator, worker] = [await as('operator'), await as('caseWorker')];
    const of = await someCase(parts);
    const id = await someMessage(parts, { state: 'onCase', caseId: of.id });
    const ids = async (who: Visit, q: string) =>
      (await who.get<Items>(`/api/v1/inbound-messages?q=${encodeURIComponent(q)}`)).items.map((item) => item.id);

    for (const q of ['afval', 'piet', 'piet@example.nl']) {
      expect([await ids(worker, q), await ids(operator, q)], q).toEqual([[id], []]);
    }
    expect(await ids(operator, id)).toEqual([id]);
  }));

test('the list tells the resolved case whose code a message carries', () =>
  withApi(async ({ parts, as }) => {
    const worker = await as('caseWorker');
    const resolved = await someCase(parts);
    const hinted = await someMessage(parts, { state: 'unmatched' });
    await someMessage(parts, { state: 'unmatched' });
    await parts.database.transaction(async (tx) => {
      const why = { rule: 'noProfile', matched: null, sender: 'notChecked', wrongCodes: [] } as const;
      const found = { ...why, wrongCodes: [], resolvedCaseId: resolved.id };
      await parts.inbound.classified(tx, hinted, { kind: 'unmatched', why: found });
      await parts.inbound.settled(tx, hinted, 'unmatched');
    });

    const { items } = await worker.get<Items>('/api/v1/inbound-messages?state=unmatched');

    expect(items.map(({ id, hintCaseNumber }) => [id === hinted, hintCaseNumber])).toEqual([
      [false, null],
      [true, resolved.number],
    ]);
    expect(await worker.get(`/api/v1/inbound-messages/${hinted}`)).toMatchObject({ hintCaseNumber: resolved.number });
  }));

test('a case worker reads a message that fits nowhere, and that is written down', () =>
  withApi(async ({ parts, as }) => {
    const [worker, administrator] = [await as('caseWorker'), await as('administrator')];
    const id = await someMessage(parts, { state: 'unmatched' });

    expect(await worker.get(`/api/v1/inbound-messages/${id}`)).toMatchObject({
      text: 'Geachte gemeente',
      to: 'info@example.nl',
      verdict: { virus: { outcome: 'clean' } },
    });
    expect((await administrator.get<Items>('/api/v1/audit')).items[0]).toMatchObject({
      actor: 'Sam (caseWorker)',
      action: 'mail.read',
      subjectId: id,
    });
  }));

test('nobody is shown the text of a message in quarantine', () =>
  withApi(async ({ parts, as }) => {
    const id = await someMessage(parts, { state: 'quarantined', infected: true });

    for (const role of ['caseWorker', 'operator', 'administrator'] as const) {
      const shown = await (await as(role)).get(`/api/v1/inbound-messages/${id}`);
      expect(shown).toMatchObject({ state: 'quarantined', reason: 'virus', text: '', parts: [] });
    }
  }));

test('an operator sees where a message of a case is, not what it says', () =>
  withApi(async ({ parts, as }) => {
    const operator = await as('operator');
    const of = await someCase(parts);
    const id = await someMessage(parts, { state: 'onCase', caseId: of.id });

    const shown = await operator.get(`/api/v1/inbound-messages/${id}`);

    expect(shown).toMatchObject({ subject: '', from: '', text: '', caseNumber: of.number, state: 'onCase' });
  }));

test('the message as it came is saved, never shown, and only by operators', () =>
  withApi(async ({ parts, as }) => {
    const [operator, worker, administrator] = [await as('operator'), await as('caseWorker'), await as('administrator')];
    const id = await someMessage(parts, { state: 'unmatched' });

    const raw = await operator.download(`/api/v1/inbound-messages/${id}/raw`);

    expect(await raw.text()).toBe(`Subject: Vraag ${id}\r\n\r\nGeachte gemeente`);
    expect(raw.headers.get('content-disposition')).toBe(`attachment; filename="${id}.eml"; filename*=UTF-8''${id}.eml`);
    expect(raw.headers.get('content-type')).toBe('application/octet-stream');
    expect((await worker.download(`/api/v1/inbound-messages/${id}/raw`)).status).toBe(403);
    expect((await administrator.get<Items>('/api/v1/audit')).items[0]).toMatchObject({ action: 'mail.downloaded' });
  }));

test('the source of mail that is infected, on a case or not scanned is for administrators alone', () =>
  withApi(async ({ parts, as }) => {
    const [operator, administrator] = [await as('operator'), await as('administrator')];
    const of = await someCase(parts);
    const unscanned = await someMessage(parts, { state: 'failed' });
    await parts.database.ask((m) => m.query('update inbound_message set verdict = null where id = $1', [unscanned]));
    const kept = [
      await someMessage(parts, { state: 'quarantined', infected: true }),
      await someMessage(parts, { state: 'onCase', caseId: of.id }),
      unscanned,
    ];

    for (const id of kept) {
      const path = `/api/v1/inbound-messages/${id}`;
      expect((await operator.download(`${path}/raw`)).status).toBe(403);
      expect(await operator.get(path)).toMatchObject({ mayDownload: false });
      expect((await administrator.download(`${path}/raw`)).status).toBe(200);
      expect(await administrator.get(path)).toMatchObject({ mayDownload: true });
    }
  }));

test('a NUL in what is asked for finds nothing, and is no fault', () =>
  withApi(async ({ as }) => {
    const operator = await as('operator');

    for (const asked of ['q', 'source', 'reason']) {
      expect((await operator.fetch(`/api/v1/inbound-messages?${asked}=x%00y`)).status).toBe(200);
    }
  }));

test('what is to be known of how a mail was read is told to everybody, and that its decoded form is lost', () =>
  withApi(async ({ parts, as }) => {
    const operator = await as('operator');
    const told = { outcome: 'incomplete', reason: 'The message has a limit exceeded: more than 1000 parts.' } as const;
    const mail = { ...decodedMessage, ...told, warnings: [READING_WARNINGS.charset, 'As it was said before.'] };
    const id = await someMessage(parts, { state: 'unmatched', mail });
    const held = await someMessage(parts, { state: 'quarantined', infected: true, mail });
    const lost = await someMessage(parts, { state: 'unmatched' });
    await parts.database.ask((db) =>
      db.query(`update inbound_message set decoded_sha256 = $2 where id = $1`, [lost, 'a'.repeat(64)]),
    );

    const [shown, quarantined, without] = await Promise.all(
      [`inbound-messages/${id}`, `quarantine/${held}`, `inbound-messages/${lost}`].map((at) =>
        operator.get(`/api/v1/${at}`),
      ),
    );

    for (const one of [shown, quarantined]) {
      expect(one).toMatchObject({
        incompleteBecause: 'parts',
        warnings: [
          { code: 'charset', text: READING_WARNINGS.charset },
          { code: null, text: 'As it was said before.' },
        ],
        decodedLost: false,
      });
    }
    expect(without).toMatchObject({ incompleteBecause: null, warnings: [], decodedLost: true });
  }));
