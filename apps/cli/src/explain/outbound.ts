import type { DeliveryState, OutboundContent } from '@zaakpost/domain';
import type { Views } from '@zaakpost/store';
import { moment } from '../moment.ts';
import { stepLines } from './steps.ts';

type OutboundDetail = NonNullable<Awaited<ReturnType<Views['outbound']['find']>>>;

/** The way of a mail that goes out. */
export function explainOutbound(mail: OutboundDetail): string {
  const of = mail.caseNumber === null ? '' : ` of case ${mail.caseNumber}`;
  return [
    `Mail ${mail.id} is ${KINDS[mail.kind]}${of}, asked for at ${moment(mail.createdAt)}.`,
    mail.messageId === null ? composing(mail) : `It was composed and frozen as ${mail.messageId}.`,
    ...mail.deliveries.map((one, at) => {
      const reply = one.reply === null ? '' : `: ${one.reply}`;
      return `Recipient ${at + 1} (${one.role}): ${DELIVERIES[one.state]}${reply}.`;
    }),
    '',
    ...stepLines(mail.steps),
  ].join('\n');
}

const composing = ({ state, errorCode }: OutboundDetail): string =>
  state === 'failed' ? `It could not be composed (${errorCode ?? 'unexpected'}).` : 'It is not composed yet.';

const KINDS: Record<OutboundContent['kind'], string> = {
  caseMail: 'a mail',
  acknowledgement: 'an acknowledgement',
  testMail: 'a test mail',
};

const DELIVERIES: Record<DeliveryState, string> = {
  queued: 'waits to be sent',
  held: 'is held',
  handingOver: 'is being handed over',
  outcomeUnknown: 'was handed over, and no reply was seen: never sent again by itself',
  sent: 'sent',
  refused: 'refused by the server',
  bounced: 'sent, and came back',
  failed: 'not sent',
  cancelled: 'cancelled',
};
