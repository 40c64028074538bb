import { randomUUID } from 'node:crypto';
import { demoIds } from '@zaakpost/app-standalone/demo';
import { formatSubjectCode, step } from '@zaakpost/domain';
import { caseStore, scheduleDesk, stepStore } from '@zaakpost/store';
import { rfc5322Date, sampleAddresses } from '@zaakpost/testing';
import type { House } from './house.ts';

/** Small mails that together use every stage. Each is unlike any other, so that its hash tells which it is. */
export interface Letters {
  /** A reply on the open case, with an attachment. */
  reply(): Promise<Buffer>;
  /** Starts a case, and gets an acknowledgement: a sender gets one a day, so each is someone else. */
  report(): Buffer;
}

export function letters(house: House): Letters {
  let count = 0;
  return {
    async reply() {
      count += 1;
      const { number, mailCode } = await caseStore(house.database).load(demoIds.openCase);
      const code = formatSubjectCode('Voorbeeld', { caseNumber: number, mailCode });
      return mailOf({
        from: sampleAddresses.requestor,
        to: sampleAddresses.info,
        subject: `Re: ${code} antwoord ${count}`,
        attachment: `bijlage ${count} ${randomUUID()}`,
      });
    },
    report() {
      count += 1;
      return mailOf({
        from: `burger-${randomUUID()}@burger.example`,
        to: sampleAddresses.cases,
        subject: `Melding ${count}`,
        attachment: null,
      });
    },
  };
}

/** Schedules a mail on the open case for a moment from now; gives its id. */
export async function scheduleMail(house: House, sendAt: Date): Promise<string> {
  const id = randomUUID();
  await stepStore(house.database).begin(async (tx) => {
    await scheduleDesk.add(tx, {
      id,
      caseId: demoIds.openCase,
      templateId: demoIds.progress,
      recipients: [{ role: 'to', address: sampleAddresses.requestor, name: 'Sanne de Vries' }],
      sendAt,
      wallTime: sendAt.toISOString().slice(0, 16),
      zone: 'UTC',
      createdBy: 'test',
    });
    return [step('scheduled-send', 'scheduledEmail', id, { notBefore: sendAt })];
  });
  return id;
}

function mailOf(letter: { from: string; to: string; subject: string; attachment: string | null }): Buffer {
  const id = randomUUID();
  const text = ['Content-Type: text/plain; charset=utf-8', '', `Geachte gemeente, dit is brief ${id}.`, ''];
  const body =
    letter.attachment === null
      ? text
      : [
          `Content-Type: multipart/mixed; boundary="${id}"`,
          '',
          `--${id}`,
          ...text,
          `--${id}`,
          'Content-Type: application/octet-stream',
          'Content-Disposition: attachment; filename="bijlage.bin"',
          'Content-Transfer-Encoding: base64',
          '',
          Buffer.from(letter.attachment).toString('base64'),
          `--${id}--`,
          '',
        ];
  const header = [
    `From: Burger <${letter.from}>`,
    `To: Gemeente Voorbeeld <${letter.to}>`,
    `Subject: ${letter.subject}`,
    `Date: ${rfc5322Date(new Date())}`,
    `Message-ID: <${id}@burger.example>`,
    'MIME-Version: 1.0',
  ];
  return Buffer.from([...header, ...body].join('\r\n'));
}
