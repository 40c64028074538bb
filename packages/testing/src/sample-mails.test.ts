import { readdir } from 'node:fs/promises';
import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, it } from 'vitest';
import { eicar } from './eicar.ts';
import { type SampleMail, sampleMails } from './sample-mails.ts';
import { samples } from './samples.ts';

const fill = {
  codes: { open: '[Voorbeeld 1-aaaaaa]', wrong: '[Voorbeeld 1-bbbbbb]', resolved: '[Voorbeeld 2-cccccc]' },
  messageIds: { outgoing: '<uit-1@gemeente-voorbeeld.example>' },
};
let mails: SampleMail[];

beforeAll(async () => {
  mails = await sampleMails(fill);
});

const parsed = async (name: keyof typeof samples) => {
  const { raw } = mails.find((mail) => mail.name === name) as SampleMail;
  return simpleParser(raw);
};

describe('the sample mails', () => {
  it('have a line for every file, and a file for every line', async () => {
    const files = (await readdir(new URL('../samples', import.meta.url))).filter((name) => name.endsWith('.eml'));

    expect(files.sort()).toEqual(
      Object.keys(samples)
        .map((name) => `${name}.eml`)
        .sort(),
    );
  });

  it.each(Object.keys(samples))('%s has CRLF line ends, no blank left open, and today’s date', (name) => {
    const mail = mails.find((one) => one.name === name) as SampleMail;
    const text = mail.raw.toString('latin1');

    expect(text).not.toMatch(/[^\r]\n/);
    expect(text).not.toContain('{{');
    expect(text).toContain(`Delivered-To: ${mail.to}\r\n`);
    expect(Date.now() - Date.parse(/^Date: (.*)\r$/m.exec(text)?.[1] ?? '')).toBeLessThan(3 * 3600 * 1000);
  });

  it('carry the codes and Message-IDs of the installation', async () => {
    expect((await parsed('reply-right-code')).subject).toBe('RE: [Voorbeeld 1-aaaaaa] Aanvullende gegevens nodig');
    expect((await parsed('gmail-reply')).inReplyTo).toBe(fill.messageIds.outgoing);
  });

  it('come out whole: names, charsets and attachments', async () => {
    const names = (mail: Awaited<ReturnType<typeof parsed>>) => mail.attachments.map(({ filename }) => filename);

    expect((await parsed('encoded-names')).from?.value[0]?.name).toBe('Zoë Köster-Özdemir');
    expect(names(await parsed('encoded-names'))).toEqual([
      'Plattegrond caféterras Bürger & zn.png',
      'beëdigde verklaring.pdf',
    ]);
    expect(names(await parsed('document-intake'))).toEqual(['Bewijs van inschrijving.pdf', 'IMG_2041.jpg']);
    expect((await parsed('windows-1252')).text).toContain('“pas op”-bord kost € 35,00 – een');
    expect((await parsed('eicar')).attachments[0]?.content.toString()).toBe(eicar());
    expect((await parsed('large-attachment')).attachments[0]?.size).toBeGreaterThan(3_000_000);
  });
});
