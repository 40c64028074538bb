import { Readable } from 'node:stream';
import { outgoingMailSettings } from '@zaakpost/domain';
import { type FaultySmtp, testCertificates, until } from '@zaakpost/testing';
import { onTestFinished } from 'vitest';
import { type PooledSubmission, type SubmissionOptions, submission } from './submission.ts';

export const MAIL = 'Subject: Punt\r\n\r\n.\r\n..twee\r\neinde\r\n';

/** To servers on this machine; closed when the test is over. A test among concurrent ones says by its own means when it is. */
export function open(options: Partial<SubmissionOptions> = {}, finished = onTestFinished): PooledSubmission {
  const made = submission({ hostName: 'post.example', allowPrivateHosts: true, ...options });
  finished(() => made.close());
  return made;
}

export async function settingsFor(port: number, over: object = {}) {
  const { ca } = await testCertificates();
  return outgoingMailSettings.parse({
    senderAddress: 'a@b.example',
    senderName: 'Gemeente',
    externalServer: { host: 'localhost', port, userName: 'zaakpost', password: 'geheim', ca, ...over },
  });
}

/** A message whose end is not there yet, so that what the server says meanwhile comes before it. */
export function unended(): Readable {
  const stream = new Readable({ read() {} });
  stream.push(MAIL);
  return stream;
}

export interface Delivery {
  by?: PooledSubmission;
  raw?: string;
  mime?: (() => Readable) | undefined;
  handingOver?: () => Promise<void>;
  signal?: AbortSignal;
  server?: object;
}

/** What came of a delivery, and how often the hand-over was asked for. */
export async function deliver(
  smtp: FaultySmtp,
  { by = open(), raw = MAIL, mime, handingOver, signal, server }: Delivery = {},
) {
  let handed = 0;
  const taken: number[] = [];
  const ended = await by
    .deliver(
      {
        mime: mime ?? (() => Readable.from([Buffer.from(raw)])),
        size: raw.length,
        from: 'a@b.example',
        to: 'c@d.example',
      },
      {
        settings: await settingsFor(smtp.port, server),
        signal: signal ?? new AbortController().signal,
        async handingOver() {
          handed += 1;
          taken.push(smtp.taken.length);
          await handingOver?.();
        },
      },
    )
    .then(
      (outcome) => ({ outcome, error: null }),
      (error) => ({ outcome: null, error }),
    );
  return { ...ended, handed, takenWhenHandedOver: taken };
}

/** The server has seen every connection end, so what it holds now is what it keeps. */
export const closed = (smtp: FaultySmtp) =>
  until(() => smtp.seen.every((session) => session.closed), { what: 'every connection to end' });
