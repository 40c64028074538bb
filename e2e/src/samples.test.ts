import { execFile } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { demoIds } from '@zaakpost/app-standalone/demo';
import { type SampleMail, type SampleName, sampleAddresses, withTemporaryFolder } from '@zaakpost/testing';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comeToRest } from './house/come-to-rest.ts';
import { BACKENDS, type House, withHouse } from './house/house.ts';
import { expectInvariants, sha256 } from './house/oracle.ts';
import { expectNowhere } from './house/secrets.ts';
import { LOGIN, type Services, startServices } from './house/services.ts';
import { expectNothingNamedIsRemoved } from './house/unused.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

describe.each(BACKENDS)('the sample mails, through Dovecot, on %s', (backend) => {
  test('each reach the end they must, with all that belongs to it', () =>
    withHouse(backend, services, async (house) => {
      const before = services.postfix.delivered.received.length;
      await house.startAll();
      const messageId = await house.sendFirst();
      const mails = await house.samples(messageId);
      for (const mail of mails) await services.dovecot.deliver('gemeente', mail.raw);

      await comeToRest(house, mails.length, { what: 'every mail to come to rest' });

      await expectInvariants(
        house,
        mails.map(({ raw }) => raw),
      );
      await expectEnds(house, mails);
      await expectAttachments(house, mails);
      await expectPdf(house, named(mails, 'html-inline-images'));
      await expectOutgoing(house, services.postfix.delivered.received.slice(before));
      await expectNowhere(house, [...(await personalWords(mails)), LOGIN.password]);
      expect(await services.dovecot.count('gemeente')).toBe(0);
      await expectNothingNamedIsRemoved(house);
    }));
});

const named = (mails: SampleMail[], name: SampleName): SampleMail => {
  const found = mails.find((mail) => mail.name === name);
  if (!found) throw new Error(`no sample ${name}`);
  return found;
};

async function personalWords(mails: SampleMail[]): Promise<string[]> {
  const parsed = await Promise.all(mails.map(({ raw }) => simpleParser(raw)));
  const words = parsed.flatMap(({ subject, from }) => [subject, from?.value[0]?.address, from?.value[0]?.name]);
  return words.filter((word) => word !== undefined && word.length > 4).map(String);
}

async function expectEnds(house: House, mails: SampleMail[]): Promise<void> {
  const rows = await house.sql<{ sha: string; state: string }>('select raw_sha256 as sha, state from inbound_message');
  const ends = new Map(rows.map(({ sha, state }) => [sha, state]));
  expect(Object.fromEntries(mails.map(({ name, raw }) => [name, ends.get(sha256(raw))]))).toEqual(
    Object.fromEntries(mails.map(({ name, end }) => [name, end])),
  );
}

/** What an independent parser takes out of the mail lies on the case or in the intake, byte for byte. */
async function expectAttachments(house: House, mails: SampleMail[]): Promise<void> {
  for (const { name, raw } of [named(mails, 'document-intake'), named(mails, 'large-attachment')]) {
    const parsed = await simpleParser(raw);
    const stored = await house.sql<{ sha: string }>(
      `select d.sha256 as sha from inbound_message i
         join (select inbound_message_id, sha256 from document where role = 'attachment'
               union all select inbound_message_id, sha256 from intake_document) d on d.inbound_message_id = i.id
        where i.raw_sha256 = $1`,
      [sha256(raw)],
    );
    expect(parsed.attachments.length, name).toBeGreaterThan(0);
    expect(stored.map(({ sha }) => sha).sort(), name).toEqual(parsed.attachments.map((a) => sha256(a.content)).sort());
  }
}

async function expectPdf(house: House, mail: SampleMail): Promise<void> {
  const [pdf] = await house.sql<{ sha: string; number: number }>(
    `select d.sha256 as sha, c.number from document d
       join inbound_message i on i.id = d.inbound_message_id join "case" c on c.id = d.case_id
      where d.role = 'mailAsPdf' and i.raw_sha256 = $1`,
    [sha256(mail.raw)],
  );
  const { subject = '', from } = await simpleParser(mail.raw);
  const seen = await asSeen(await blobOf(house, pdf?.sha ?? ''));
  expect(seen.text).toContain(subject);
  expect(seen.text).toContain(from?.value[0]?.address);
  expect(seen.text).toContain(`Zaak`);
  expect(seen.text).toContain(String(pdf?.number));
  expect(seen.text).toMatch(/Pagina 1 van \d/u);
  expect(seen.facts).toMatch(/Tagged:\s+yes/u);
  expect(seen.facts).toMatch(/Page size:.*A4/u);
  expect(seen.images).toBeGreaterThanOrEqual(2);
}

const run = promisify(execFile);

async function asSeen(pdf: Buffer): Promise<{ text: string; facts: string; images: number }> {
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, 'mail.pdf');
    await writeFile(file, pdf);
    const [text, facts, images] = await Promise.all([
      run('pdftotext', ['-layout', file, '-']),
      run('pdfinfo', [file]),
      run('pdfimages', ['-list', file]),
    ]);
    return { text: text.stdout, facts: facts.stdout, images: images.stdout.trim().split('\n').length - 2 };
  });
}

const blobOf = (house: House, sha: string) => readFile(join(house.blobFolder, sha.slice(0, 2), sha.slice(2, 3), sha));

/** What left is what was frozen, carries the code, and is signed to the satisfaction of a verifier that is not ours. */
async function expectOutgoing(
  house: House,
  received: readonly { raw: Buffer; to: readonly string[] }[],
): Promise<void> {
  const frozen = await house.sql<{ sha: string; kind: string; case_id: string }>(
    `select mime_sha256 as sha, content ->> 'kind' as kind, case_id from outbound_message where mime_sha256 is not null`,
  );
  const key = createPublicKey(await house.dkimKey()).export({ type: 'spki', format: 'der' });
  const resolver = async () => [[`v=DKIM1; k=rsa; p=${key.toString('base64')}`]];
  for (const { sha, kind } of frozen) {
    const mime = await blobOf(house, sha);
    const copies = received.filter(({ raw }) => withoutTrace(raw).equals(withoutTrace(mime)));
    expect(copies.length, kind).toBeGreaterThan(0);
    const { results } = await dkimVerify(copies[0]?.raw ?? Buffer.of(), { resolver });
    expect(results.map(({ status }) => status.result)).toEqual(['pass']);
    const { subject, headers } = await simpleParser(mime);
    expect(subject).toMatch(/^\[Voorbeeld \d+-[0-9a-f]{6}\] /u);
    expect(headers.get('auto-submitted')).toBe(kind === 'acknowledgement' ? 'auto-replied' : undefined);
  }
  const first = await house.sql('select state from delivery where outbound_message_id = $1 order by address', [
    demoIds.outgoing,
  ]);
  expect(first).toEqual([{ state: 'sent' }, { state: 'bounced' }]);
  expect(frozen.filter(({ kind }) => kind === 'acknowledgement').length).toBeGreaterThan(0);
  expect(received.flatMap(({ to }) => to)).toContain(sampleAddresses.requestor);
}

/** Servers put their trace in front (RFC 5321 section 4.4): what we sent begins at our first field. */
function withoutTrace(raw: Buffer): Buffer {
  const at = raw.indexOf('DKIM-Signature:');
  return raw.subarray(Math.max(at, 0));
}
