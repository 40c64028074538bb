/**
 * What a reader of a record needs to know about how its mail was read: a word for programs, and the sentence that the
 * decoded message keeps. None of them has content of the mail.
 */
export const READING_WARNINGS = {
  noHeader: 'The mail has no header.',
  cutOff: 'The last boundary is missing: the mail may have been cut off.',
  piece: 'This is one piece of a larger mail.',
  oneText: 'The parts of the mail cannot be told apart; it is shown as one text.',
  outsideParts: 'There is text outside the parts of the mail; it is not shown, and is in the message as it came.',
  moreForms: 'The mail has more alternatives of its text than are shown.',
  bareHtml: 'The HTML could not be read; its bare text is shown.',
  charset: 'The charset of the text is not named, or is not the one that is named; it was guessed.',
  encoding: 'A part is not encoded as it says; what could be decoded is kept.',
  openFile: 'A file within the text has no end.',
  largeTnef: 'winmail.dat is larger than is unpacked; it is kept as it came.',
  brokenTnef: 'winmail.dat could not be unpacked whole; it is kept as it came, too.',
  apart: 'Text outside the signed or encrypted part is kept apart, as an attachment.',
  elsewhere: 'A part is kept elsewhere and did not come along.',
  'smime-encrypted': 'The mail, or a part of it, is encrypted with S/MIME; what is in it could not be read or scanned.',
  'openpgp-encrypted':
    'The mail, or a part of it, is encrypted with OpenPGP; what is in it could not be read or scanned.',
  'smime-signed': 'The mail, or a part of it, is signed with S/MIME; the signature was not verified.',
  'openpgp-signed': 'The mail, or a part of it, is signed with OpenPGP; the signature was not verified.',
} as const satisfies Record<string, string>;

export type ReadingWarning = keyof typeof READING_WARNINGS;

/** Why a mail is not read whole, told by the words of the reason that the decoded message keeps. */
const READING_FAULTS = {
  depth: /nested deeper than|within messages/u,
  parts: /more than \d+ parts/u,
  attachments: /more than \d+ attachments/u,
  header: /header is larger/u,
  text: /text is longer/u,
  empty: /is empty/u,
  noMail: /is no mail/u,
  time: /took longer than/u,
  memory: /too much memory/u,
  ended: /reader ended/u,
} as const satisfies Record<string, RegExp>;

export type ReadingFault = keyof typeof READING_FAULTS | 'other';

const namesOf = <Name extends string>(record: Record<Name, unknown>) => Object.keys(record) as Name[];

export const READING_WARNING_NAMES = namesOf(READING_WARNINGS);
export const READING_FAULT_NAMES: readonly ReadingFault[] = [...namesOf(READING_FAULTS), 'other'];

/** The word for a sentence; null for one that is not said any more. */
export const readingWarningOf = (sentence: string): ReadingWarning | null =>
  READING_WARNING_NAMES.find((name) => READING_WARNINGS[name] === sentence) ?? null;

export const readingFaultOf = (reason: string): ReadingFault =>
  namesOf(READING_FAULTS).find((name) => READING_FAULTS[name].test(reason)) ?? 'other';
