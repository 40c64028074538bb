import type { DecodedMessage, MailAddress } from '@zaakpost/domain';
import type { Diagnosis } from './diagnoses.ts';

/** The diagnosis as one line of JSON. */
export const asJson = (diagnosis: Diagnosis): string => JSON.stringify(reportOf(diagnosis));

function reportOf({ file, message, unopened }: Diagnosis) {
  if (message === null) return { file, outcome: 'unreadable', reason: unopened, ...NOTHING };
  return {
    file,
    outcome: message.outcome,
    ...(message.reason === null ? {} : { reason: message.reason }),
    subject: message.subject,
    from: message.from,
    to: message.to,
    cc: message.cc,
    messageId: message.messageId,
    date: message.date,
    text: message.text,
    html: message.html,
    attachments: message.attachments.map(({ filename, contentType, size, sha256, inline }) => ({
      ...{ filename, contentType, size, sha256, inline },
    })),
    autoSubmitted: message.autoSubmitted,
    bounce: message.bounce && { recipients: message.bounce.recipients },
    warnings: message.warnings,
  };
}

const NOTHING = {
  ...{ subject: '', from: [], to: [], cc: [], messageId: null, date: null, text: null, html: null },
  ...{ attachments: [], autoSubmitted: false, bounce: null, warnings: [] },
};

/** The diagnosis for a person at a screen. */
export function asScreen({ file, message, unopened }: Diagnosis): string {
  if (message === null) return `${printable(file)}: unreadable\n  ${unopened}\n`;
  const facts: [string, string | null][] = [
    ['reason', message.reason],
    ['subject', message.subject],
    ['from', list(message.from)],
    ['to', list(message.to)],
    ['cc', list(message.cc)],
    ['date', message.date],
    ['Message-ID', message.messageId],
    ['protection', message.protection ?? null],
    ['automatic', message.autoSubmitted ? 'yes' : null],
    ['bounce', message.bounce && `of ${message.bounce.recipients.map(bounced).join(', ') || 'an unknown recipient'}`],
    ['text', message.text === null ? null : `${message.text.length} characters`],
    ['HTML', message.html === null ? null : `${message.html.length} characters, sanitised`],
    ...message.attachments.map((one): [string, string] => [one.inline ? 'image' : 'attachment', attachment(one)]),
    ...message.warnings.map((warning): [string, string] => ['warning', warning]),
    ['', message.text && `\n${beginning(message.text)}`],
  ];
  const lines = facts.filter(([, value]) => value).map(([name, value]) => `  ${name.padEnd(NAME)}${printable(value)}`);
  return `${printable(file)}: ${message.outcome}\n${lines.join('\n')}\n`;
}

const NAME = 12;
const SHOWN_LINES = 12;

const list = (addresses: MailAddress[]): string =>
  addresses.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ');

const bounced = ({ address, action, status }: { address: string; action: string; status: string }): string =>
  [address, action, status].filter(Boolean).join(' ');

const attachment = ({ filename, contentType, size, sha256 }: DecodedMessage['attachments'][number]): string =>
  `${filename ?? '(no name)'}, ${contentType}, ${size} bytes, SHA-256 ${sha256}`;

const beginning = (text: string): string =>
  text
    .trim()
    .split('\n')
    .slice(0, SHOWN_LINES)
    .map((line) => `  | ${line}`)
    .join('\n');

/** Hostile mail gets no say over the terminal. */
const printable = (value: string | null): string => (value ?? '').replace(/[^\P{C}\n]/gu, '\uFFFD');
