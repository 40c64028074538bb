import type { DecodedMessage, MailAddress } from '@zaakpost/domain';
import type { AddressObject, Headers } from 'mailparser';
import { cleanLine } from './clean-text.ts';
import { decodeText, firstOf, messageIds, type RawHeaders } from './headers.ts';

type HeaderFields = Pick<
  DecodedMessage,
  'subject' | 'from' | 'to' | 'cc' | 'replyTo' | 'messageId' | 'inReplyTo' | 'references' | 'date'
>;

const LONGEST_SUBJECT = 4_000;
const LONGEST_ID = 998;

/** The header fields of a decoded message; `addresses` is how many of each field are kept. */
export function messageHeader(raw: RawHeaders, parsed: Headers | false, addresses: number): HeaderFields {
  const list = (name: string) => addressesIn(parsed ? parsed.get(name) : undefined, addresses);
  return {
    subject: cleanLine(decodeText(firstOf(raw, 'subject')), LONGEST_SUBJECT),
    from: list('from'),
    to: list('to'),
    cc: list('cc'),
    replyTo: list('reply-to'),
    messageId: idOf(firstOf(raw, 'message-id')),
    inReplyTo: messageIds(firstOf(raw, 'in-reply-to')),
    references: messageIds(firstOf(raw, 'references')),
    date: dateOf(firstOf(raw, 'date')),
  };
}

/** A Message-ID as it stands, in brackets whether it had them or not. */
function idOf(value: string): string | null {
  const id = cleanLine(messageIds(value, 1)[0] ?? value, LONGEST_ID);
  if (id === '') return null;
  return id.startsWith('<') ? id : `<${id}>`;
}

/** RFC 5322 section 3.3 and what comes near it; null for a date that no mail can have. */
function dateOf(value: string): string | null {
  const date = new Date(value.slice(0, 200));
  const year = date.getUTCFullYear();
  return year >= 1970 && year < 2200 ? date.toISOString() : null;
}

/** mailparser gives one list, or one per repeated field; groups (RFC 5322 section 3.4) are opened. */
function addressesIn(field: unknown, most: number): MailAddress[] {
  if (!field) return [];
  const found: MailAddress[] = [];
  for (const { value } of [field].flat() as AddressObject[]) {
    for (const entry of value ?? []) {
      for (const { address, name } of entry.group ?? [entry]) {
        if (found.length === most) return found;
        if (address || name) found.push({ name: cleanLine(name ?? '', 500), address: cleanLine(address ?? '', 500) });
      }
    }
  }
  return found;
}
