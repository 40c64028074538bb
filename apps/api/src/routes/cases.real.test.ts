import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { filedMail, someCase, someTemplate } from '../seeds.ts';
import { type RunningApi, withApi } from '../with-api.ts';

type Items = { items: Record<string, unknown>[] };

test('a case shows its timeline with documents and deliveries, its attributes and its code', () =>
  withApi(async (api) => {
    const { parts } = api;
    const of = await someCase(parts);
    const worker = await api.as('caseWorker');
    const { documentId } = await filedMail(parts, of.id);
    const { outboundId } = await sentMail(api, of.id);

    const [page, timeline, documents] = await Promise.all(
      ['', '/timeline', '/documents'].map((part) => worker.get(`/api/v1/cases/${of.number}${part}`)),
    );

    expect(page).toMatchObject({
      number: of.number,
      subjectCode: `[${of.number}-${of.mailCode}]`,
      attributes: [{ label: 'Plek', magicString: 'plek', value: 'Dorpsstraat 1', cut: false }],
      scheduledEmails: [],
    });
    expect(timeline).toMatchObject({
      items: [
        {
          direction: 'outbound',
          outboundMessageId: outboundId,
          deliveries: [{ address: 'jan@example.nl', state: 'queued' }],
        },
        {
          direction: 'inbound',
          documents: [{ id: documentId, filename: 'brief.pdf' }],
          moreDocuments: 0,
          deliveries: [],
        },
      ],
      nextCursor: null,
    });
    expect(documents).toMatchObject({ items: [{ id: documentId, role: 'attachment' }], nextCursor: null });
    expect(page).not.toHaveProperty('mailCode');
  }));

test('what a stranger sends any number of comes in parts, and a long text of theirs as its beginning', () =>
  withApi(async (api) => {
    const { parts } = api;
    const of = await someCase(parts);
    const worker = await api.as('caseWorker');
    const first = await filedMail(parts, of.id);
    await filedMail(parts, of.id, { many: 30 });
    await parts.database.ask((db) =>
      db.query(`update "case" set attributes = jsonb_build_object('plek', repeat('x', 100000)) where id = $1`, [of.id]),
    );
    const at = `/api/v1/cases/${of.number}`;

    const [page, timeline] = await Promise.all([worker.get(at), worker.get<Items>(`${at}/timeline`)]);
    const names: unknown[] = [];
    for (let asked: string | null = ''; asked !== null; ) {
      const more: Items & { nextCursor: string | null } = await worker.get(`${at}/documents?limit=7${asked}`);
      names.push(...more.items.map(({ filename }) => filename));
      asked = more.nextCursor && `&cursor=${more.nextCursor}`;
    }
    const last = await worker.get(`/api/v1/documents/${first.documentId}`);

    expect(page).toMatchObject({ attributes: [{ value: 'x'.repeat(2_000), cut: true }] });
    expect(
      timeline.items.map(({ documents, moreDocuments }) => [(documents as unknown[]).length, moreDocuments]),
    ).toEqual(
      expect.arrayContaining([
        [1, 0],
        [10, 20],
      ]),
    );
    expect(names).toEqual([...Array.from({ length: 30 }, (_, n) => `brief.pdf${n || ''}`), 'brief.pdf']);
    expect(last).toMatchObject({ filename: 'brief.pdf', caseNumber: of.number });
  }));

test('a case is found by its number, by words of its subject and by who asked', () =>
  withApi(async ({ parts, as }) => {
    const worker = await as('caseWorker');
    const tile = await someCase(parts);
    const tree = await someCase(parts, 'Gevallen boom');
    const numbers = async (q: string) =>
      (await worker.get<Items>(`/api/v1/cases?q=${encodeURIComponent(q)}`)).items.map(({ number }) => number);

    expect(await numbers(String(tile.number))).toEqual([tile.number]);
    expect(await numbers('gevallen bo')).toEqual([tree.number]);
    expect(await numbers('jansen')).toEqual([tree.number, tile.number]);
    expect(await numbers('99999999999999')).toEqual([]);
  }));

test('a document is shown where that is safe and saved otherwise, and nothing in it runs', () =>
  withApi(async (api) => {
    const of = await someCase(api.parts);
    const worker = await api.as('caseWorker');
    const pdf = await filedMail(api.parts, of.id);
    const html = await filedMail(api.parts, of.id, {
      filename: 'été "1".html',
      contentType: 'text/html; charset=utf-8',
    });
    const svg = await filedMail(api.parts, of.id, { filename: 'x.svg', contentType: 'image/svg+xml' });
    const ask = async (id: string, query = '') => {
      const { headers, status, ...answer } = await worker.download(`/api/v1/documents/${id}/content${query}`);
      return { status, type: headers.get('content-type'), kind: headers.get('content-disposition'), headers, answer };
    };

    const [shown, saved, page, drawing] = [
      await ask(pdf.documentId),
      await ask(pdf.documentId, '?download=1'),
      await ask(html.documentId),
      await ask(svg.documentId),
    ];

    expect([shown.type, shown.kind]).toEqual([
      'application/pdf',
      `inline; filename="brief.pdf"; filename*=UTF-8''brief.pdf`,
    ]);
    expect(saved.kind).toMatch(/^attachment;/u);
    expect([page.type, page.kind]).toEqual([
      'application/octet-stream',
      `attachment; filename="ete _1_.html"; filename*=UTF-8''%C3%A9t%C3%A9%20%221%22.html`,
    ]);
    expect([drawing.type, drawing.kind?.slice(0, 10)]).toEqual(['application/octet-stream', 'attachment']);
    expect(shown.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'; frame-ancestors 'self'");
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
  }));

test('a mail is sent once however often the request comes', () =>
  withApi(async ({ parts, as }) => {
    const of = await someCase(parts);
    const worker = await as('caseWorker');
    const key = randomUUID();
    const body = { to: [{ address: 'jan@example.nl', name: 'Jan' }], subject: 'Uw melding', text: 'Wij komen langs.' };
    const send = (more: object = {}, headers: Record<string, string> = { 'idempotency-key': key }) =>
      worker.send('POST', `/api/v1/cases/${of.number}/messages`, { ...body, ...more }, headers);

    const answers = await Promise.all([send(), send(), send()]);
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { id: string }).id));

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(ids).size).toBe(1);
    expect((await worker.get<Items>('/api/v1/outbound-messages')).items).toMatchObject([
      { id: ids[0], subject: 'Uw melding', caseNumber: of.number, state: 'queued', kind: 'caseMail' },
    ]);
    expect((await send({ text: 'Iets anders.' })).status).toBe(422);
    expect((await send({}, {})).status).toBe(428);
    expect((await send({}, { 'idempotency-key': 'x' })).status).toBe(400);
  }));

test('a mail from a template is filled in for the case, or refused with what is missing', () =>
  withApi(async ({ parts, as }) => {
    const of = await someCase(parts);
    const worker = await as('caseWorker');
    const [whole, gap] = [await someTemplate(parts), await someTemplate(parts, 'Tot [[streefafhandeldatum]]')];
    const send = (body: object) =>
      worker.send('POST', `/api/v1/cases/${of.number}/messages`, body, { 'idempotency-key': randomUUID() });
    const to = [{ address: 'jan@example.nl', name: 'Jan' }];

    const sent = (await (await send({ templateId: whole.id, to })).json()) as { id: string };
    const refused = await send({ templateId: gap.id, to });
    const both = await send({ templateId: whole.id, to, subject: 'x' });
    const injected = await send({
      to: [{ address: 'jan@example.nl', name: 'J\r\nBcc: x@y.nl' }],
      subject: 'a\nb',
      text: 'x',
    });

    expect((await parts.outbound.load(sent.id)).content).toMatchObject({
      subject: 'Over Losse stoeptegel',
      text: 'Beste Jan Jansen',
    });
    expect(await refused.json()).toMatchObject({
      status: 400,
      errors: [{ field: 'templateId', message: expect.stringContaining('[[streefafhandeldatum]]') }],
    });
    expect(await both.json()).toMatchObject({ status: 400, errors: [{ field: 'subject' }] });
    expect(await injected.json()).toMatchObject({
      status: 400,
      errors: [{ field: 'to.0.name' }, { field: 'subject' }],
    });
  }));

test('an operator sees what a server said of a mail, not to whom it went about what', () =>
  withApi(async (api) => {
    const of = await someCase(api.parts);
    const { outboundId } = await sentMail(api, of.id);
    const operator = await api.as('operator');

    expect(await operator.get(`/api/v1/outbound-messages/${outboundId}`)).toMatchObject({
      subject: '',
      deliveries: [{ address: '…@example.nl', state: 'queued' }],
      steps: [{ stage: 'send-outbound', state: 'pending' }],
    });
  }));

async function sentMail({ parts }: RunningApi, caseId: string) {
  const outboundId = randomUUID();
  await parts.steps.begin(async (tx) => {
    const content = {
      kind: 'caseMail',
      subject: 'Antwoord',
      text: 'x',
      html: null,
      sender: null,
      attachments: [],
      inReplyTo: null,
    } as const;
    const queued = await parts.outbound.queued(tx, {
      id: outboundId,
      caseId,
      content: { ...content, attachments: [] },
      recipients: [{ role: 'to', address: 'jan@example.nl', name: 'Jan' }],
    });
    const words = {
      who: 'Gemeente',
      subject: 'Antwoord',
      summary: '',
      why: null,
      flags: [],
      at: new Date('2026-11-02'),
    };
    const mail = { caseId, inboundMessageId: null, outboundMessageId: outboundId };
    await parts.dossier.addContactMoment(tx, { ...mail, ...words, direction: 'outbound', channel: 'email' });
    return [queued];
  });
  return { outboundId };
}
