import { expect, test } from 'vitest';
import { startOutboxPage, subjectOf } from './outbox-page.ts';

const mail = (raw: string) => ({
  from: 'info@gemeente-voorbeeld.example',
  to: ['"<script>"@elders.example'],
  at: new Date('2026-07-01T22:15:30Z'),
  tls: true,
  raw: Buffer.from(raw),
});

test('the page lists what was sent, harmlessly, and gives each mail byte for byte', async () => {
  const raw = 'Subject: Stand van <b>zaken</b>\r\n\r\nTekst\r\n';
  const page = await startOutboxPage([mail(raw)], 0);
  try {
    const list = await (await fetch(`http://127.0.0.1:${page.port}/`)).text();
    const one = await fetch(`http://127.0.0.1:${page.port}/1.eml`);

    expect(list).not.toMatch(/<b>|<script>/u);
    expect(list).toContain('Stand van &#60;b&#62;zaken');
    expect(list).toContain('00:15:30');
    expect(one.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await one.text()).toBe(raw);
    expect((await fetch(`http://127.0.0.1:${page.port}/2.eml`)).status).toBe(404);
  } finally {
    await page.stop();
  }
});

test('a folded subject is one line, and a subject in the body is none', () => {
  expect(subjectOf(mail('To: a\r\nSubject: een\r\n lange\r\n\tregel\r\nDate: nu\r\n\r\nx'))).toBe('een lange\tregel');
  expect(subjectOf(mail('To: a\r\n\r\nSubject: nee\r\n'))).toBe('');
});

test('a subject with letters outside ASCII can be read', () => {
  expect(subjectOf(mail('Subject: =?UTF-8?Q?Vraag_over_caf=C3=A9?=\r\n =?UTF-8?Q?terras_=E2=82=AC?=\r\n\r\nx'))).toBe(
    'Vraag over caféterras €',
  );
});
