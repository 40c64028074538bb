import { expect, test } from 'vitest';
import { startOutboxPage, subjectOf } from './outbox-page.ts';

const mail = (raw: string) => ({
  from: 'info@gemeente-voorbeeld.example',
  to: ['"<script>"@elders.example'],
  at: new Date(),
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
