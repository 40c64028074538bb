/** What somebody typed into the box that finds any mail, as everything that it may mean. */
export interface MailQuery {
  /** Of one mail, by its id with us. */
  id: string | null;
  /** The bytes' SHA-256 in lower case, whole or its beginning. */
  sha256: string | null;
  /** As it stands in the message and without its angle brackets (RFC 5322 section 3.6.4). */
  messageIds: string[];
  /** The name that the server of a mailbox gives it (RFC 1939 section 7). */
  uniqueId: string | null;
  /** Words of the subject and of the sender. */
  words: string;
  /** Nobody types this for its words: where it names a mail, that one is meant. */
  isName: boolean;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
/** Fewer digits would find others' mail by chance. */
const SHA256 = /^[0-9a-f]{8,64}$/iu;
const WHOLE_SHA256 = /^[0-9a-f]{64}$/iu;
/** RFC 1939 section 7: one to 70 characters from 0x21 to 0x7E; some servers take more. */
const UNIQUE_ID = /^[\u0021-\u007e]{1,200}$/u;
const MESSAGE_ID = /^<?[^\s<>]+>?$/u;

/** Reads what was typed; null when that is nothing. */
export function mailQuery(typed: string | null): MailQuery | null {
  const text = typed?.trim() ?? '';
  if (text === '') return null;
  return {
    id: UUID.test(text) ? text.toLowerCase() : null,
    sha256: SHA256.test(text) ? text.toLowerCase() : null,
    messageIds: MESSAGE_ID.test(text) ? bracketed(text) : [],
    uniqueId: UNIQUE_ID.test(text) ? text : null,
    words: text,
    isName: UUID.test(text) || WHOLE_SHA256.test(text) || /^<?[^\s<>]+@[^\s<>]+>?$/u.test(text),
  };
}

// Ours are kept as they stand in the header; people copy them with and without the brackets.
function bracketed(text: string): string[] {
  const bare = text.replace(/^</u, '').replace(/>$/u, '');
  return [`<${bare}>`, bare];
}
