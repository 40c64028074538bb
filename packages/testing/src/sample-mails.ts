import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { DnsRecords } from './dns.ts';
import { eicar } from './eicar.ts';
import { gtube } from './gtube.ts';
import { rfc5322Date } from './rfc5322-date.ts';
import { type SampleName, samples } from './samples.ts';

/** What differs from one installation to the next: mail codes are random, and so are our Message-IDs. */
export interface SampleFill {
  /** Whole subject codes, such as `[Voorbeeld 1458-ae34dc]`. */
  readonly codes: { readonly open: string; readonly wrong: string; readonly resolved: string };
  /** In angle brackets: a mail of ours on the open case, which replies answer and which bounced. */
  readonly messageIds: { readonly outgoing: string };
  /** The mails came in the last two hours before this moment; now when not given. */
  readonly now?: Date;
}

/** A sample mail, ready to be delivered. */
export interface SampleMail {
  readonly name: SampleName;
  /** What it is for, in a line. */
  readonly about: string;
  /** The inbound state it must reach. */
  readonly end: (typeof samples)[SampleName]['end'];
  /** Envelope recipient. */
  readonly to: string;
  /** CRLF line ends. */
  readonly raw: Buffer;
}

/** Reads the sample mails and fills in codes, Message-IDs, dates and what is made at run time (3 MB, GTUBE, EICAR). */
export async function sampleMails(fill: SampleFill): Promise<SampleMail[]> {
  const names = Object.keys(samples) as SampleName[];
  return Promise.all(
    names.map(async (name) => {
      const file = new URL(`../samples/${name}.eml`, import.meta.url);
      const raw = Buffer.from(fillIn(await readFile(file, 'latin1'), fill), 'latin1');
      return { name, ...samples[name], raw };
    }),
  );
}

/** What the senders' domains publish, for a name server that keeps good samples clean. */
export const sampleDns: DnsRecords = Object.fromEntries(
  [
    ['burger.example', '192.0.2.10'] as const,
    ['elders.example', '192.0.2.20'] as const,
    ['bakkerijvos.example', '192.0.2.30'] as const,
    ['gemeente-voorbeeld.example', '192.0.2.40'] as const,
  ].flatMap(([domain, address]) => [
    [domain, { A: [address], MX: [{ priority: 10, exchange: `mx.${domain}` }], TXT: [`v=spf1 ip4:${address} -all`] }],
    [`mx.${domain}`, { A: [address] }],
    [`_dmarc.${domain}`, { TXT: ['v=DMARC1; p=none'] }],
    [`${address.split('.').reverse().join('.')}.in-addr.arpa`, { PTR: [`mx.${domain}`] }],
  ]),
);

function fillIn(text: string, { codes, messageIds, now = new Date() }: SampleFill): string {
  const values: Record<string, () => string> = {
    'code:open': () => codes.open,
    'code:wrong': () => codes.wrong,
    'code:resolved': () => codes.resolved,
    'messageId:outgoing': () => messageIds.outgoing,
    'attachment:eicar': () => base64Lines(Buffer.from(eicar())),
    'attachment:bouwtekening': () => base64Lines(drawing()),
    gtube,
  };
  return text.replace(/\{\{([^}]+)\}\}/g, (_, key: string) => {
    const [, minutes] = /^date:(\d+)$/.exec(key) ?? [];
    if (minutes !== undefined) return rfc5322Date(new Date(now.getTime() - Number(minutes) * 60_000));
    const value = values[key];
    if (!value) throw new Error(`a sample mail wants {{${key}}}, which nobody fills in`);
    return value();
  });
}

function base64Lines(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
}

/** A BMP picture of 3 MB: 1024 by 1024 pixels of 24 bits, a pattern with a little noise, so that no two are alike. */
function drawing(): Buffer {
  const side = 1024;
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54 + side * side * 3, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(side, 18);
  head.writeInt32LE(side, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  const pixels = Buffer.alloc(side * side * 3, 0xf4);
  for (let at = 0; at < pixels.length; at += 3 * 64) pixels.fill(0x5a, at, at + 3);
  randomBytes(16).copy(pixels, 0);
  return Buffer.concat([head, pixels]);
}
