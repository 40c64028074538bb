import { expect, test } from 'vitest';
import { mixed } from './read-mail.fixture.ts';
import { read } from './read-message.fixture.ts';

test('nesting without end stops at the limit', async () => {
  const nested = Array.from(
    { length: 500 },
    (_, n) => `--b${n}\nContent-Type: multipart/mixed; boundary=b${n + 1}\n\n`,
  ).join('');
  const { message } = await read(`Subject: diep\nContent-Type: multipart/mixed; boundary=b0\n\n${nested}`);

  expect(message).toMatchObject({ outcome: 'unreadable', subject: 'diep' });
  expect(message.reason).toContain('50 levels');
});

const wrapped = (inner: string, name = '') =>
  `Content-Type: multipart/mixed; boundary=w${inner.length}\n\n--w${inner.length}\nContent-Type: message/rfc822${name && `; name=${name}`}\n\n${inner}\n--w${inner.length}--\n`;

test('the files of an attached message are read beside it, with the way to them', async () => {
  const inner = mixed(
    'Content-Type: application/pdf; name=plan.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0x',
    'Content-Type: application/octet-stream; name=factuur.exe\n\nMZ',
    'Content-Type: text/plain\n\ntekst die binnen blijft',
  );

  const { message, parts } = await read(wrapped(wrapped(inner, 'eerste.eml')));

  expect(message.attachments).toMatchObject([
    { filename: 'message.eml' },
    { filename: 'message.eml/eerste.eml', within: true },
    { filename: 'message.eml/eerste.eml/plan.pdf', within: true },
    { filename: 'message.eml/eerste.eml/factuur.exe', within: true },
  ]);
  expect(parts[2]?.toString()).toBe('%PDF-1');
  expect(message).toMatchObject({ outcome: 'ok', text: null });
});

test('a message that is attached as a file is looked into too', async () => {
  const inner = Buffer.from(mixed('Content-Type: application/zip; name=a.zip\n\nPK')).toString('base64');

  const { message } = await read(
    mixed(`Content-Type: application/octet-stream; name=brief.eml\nContent-Transfer-Encoding: base64\n\n${inner}`),
  );

  expect(message.attachments.map(({ filename }) => filename)).toEqual(['brief.eml', 'brief.eml/a.zip']);
});

test('messages within messages end somewhere, and it is told', async () => {
  let mail = mixed('Content-Type: application/octet-stream; name=factuur.exe\n\nMZ');
  for (let depth = 0; depth < 12; depth += 1) mail = wrapped(mail);

  const { message } = await read(mail);

  expect(message).toMatchObject({ outcome: 'incomplete', reason: expect.stringContaining('more than 10 deep') });
});

test('an attached message that is too large to be held is kept, and marked', async () => {
  const large = `Subject: x\n\n${'x'.repeat(51_000_000)}`;

  const { message } = await read(wrapped(large));

  expect(message.attachments).toMatchObject([{ filename: 'message.eml', unread: true }]);
});

test('an attached message for which the messages around it leave no room is marked, also where it stands in the text', async () => {
  const packed = `begin 644 brief.eml\n${`M${'8'.repeat(60)}\n`.repeat(120_000)}\`\nend\n`;
  const inner = `Subject: x\n\n${`${'x'.repeat(70)}\n`.repeat(590_000)}${packed}`;

  const { message } = await read(wrapped(wrapped(inner)));

  expect(message.attachments.map(({ filename, unread }) => [filename, unread])).toEqual([
    ['message.eml', undefined],
    ['message.eml/message.eml', undefined],
    ['message.eml/message.eml/brief.eml', true],
  ]);
});
