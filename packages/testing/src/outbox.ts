import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A mail as a server took it: envelope and bytes. */
export interface ReceivedMail {
  /** Envelope sender; empty for the null path. */
  readonly from: string;
  /** Envelope recipients. */
  readonly to: readonly string[];
  readonly at: Date;
  readonly tls: boolean;
  /** Byte for byte, dots unstuffed. */
  readonly raw: Buffer;
}

/** Received mails in memory and, where a folder is given, on disk. */
export interface Outbox {
  readonly mails: readonly ReceivedMail[];
  /** Answers the mail's number, from 1. */
  keep(mail: ReceivedMail): Promise<number>;
}

/** Opens an outbox with what an earlier one left in the folder. */
export async function openOutbox(folder: string | undefined): Promise<Outbox> {
  const mails = folder === undefined ? [] : await read(folder);
  return {
    mails,
    async keep(mail) {
      const number = mails.push(mail);
      if (folder !== undefined) await write(folder, number, mail);
      return number;
    },
  };
}

const pathOf = (folder: string, number: number | string, kind: string) =>
  join(folder, `${String(number).padStart(6, '0')}.${kind}`);

async function read(folder: string): Promise<ReceivedMail[]> {
  await mkdir(folder, { recursive: true });
  const numbers = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    numbers.map(async (name) => {
      const envelope = JSON.parse(await readFile(join(folder, name), 'utf8'));
      const raw = await readFile(join(folder, name.replace('.json', '.eml')));
      return { ...envelope, at: new Date(envelope.at), raw } as ReceivedMail;
    }),
  );
}

// The envelope appears last and whole: it is what makes a mail count when the folder is read again.
async function write(folder: string, number: number, { raw, ...envelope }: ReceivedMail) {
  await writeFile(pathOf(folder, number, 'eml'), raw);
  await writeFile(pathOf(folder, number, 'part'), JSON.stringify(envelope));
  await rename(pathOf(folder, number, 'part'), pathOf(folder, number, 'json'));
}
