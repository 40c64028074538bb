import type { DecodedMessage, MailAddress } from '@zaakpost/domain';
import { cleanLine } from './clean-text.ts';
import { addressList } from './header/address-list.ts';
import { mailDate } from './header/mail-date.ts';
import { decodeText, firstOf, messageIds, type RawHeaders } from './headers.ts';

type HeaderFields = Pick<
  DecodedMessage,
  'subject' | 'from' | 'to' | 'cc' | 'replyTo' | 'messageId' | 'inReplyTo' | 'references' | 'date'
>;

const LONGEST_SUBJECT = 4_000;
const LONGEST_ID = 998;

/**
 * The header fields of a decoded message. `addresses` is how many of each field are kept, `hint` the charset of raw 8-bit
 * bytes that are no UTF-8.
 */
export function messageHeader(raw: RawHeaders, addresses: number, hint: string | null): HeaderFields {
  const list = (name: string): MailAddress[] =>
    (raw.get(name) ?? []).flatMap((value) => addressList(value, addresses, hint)).slice(0, addresses);
  const given = (name: string) => raw.get(name)?.find((value) => value !== '') ?? '';
  return {
    subject: cleanLine(decodeText(given('subject'), hint), LONGEST_SUBJECT),
    from: list('from'),
    to: list('to'),
    cc: list('cc'),
    replyTo: list('reply-to'),
    messageId: idOf(given('message-id')),
    inReplyTo: messageIds(firstOf(raw, 'in-reply-to')),
    references: messageIds(firstOf(raw, 'references')),
    date: mailDate(given('date')),
  };
}

/** A Message-ID as it stands, in brackets whether it had them or not. */
function idOf(value: string): string | null {
  const id = cleanLine(messageIds(value, 1)[0] ?? value, LONGEST_ID);
  if (id === '') return null;
  return id.startsWith('<') ? id : `<${id}>`;
}
