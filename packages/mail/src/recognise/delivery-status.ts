import { statusIn } from './status-code.ts';

/** What a report says of one recipient. `action` is in lower case, `failed` or `delayed` where it was left out. */
export interface ReportedRecipient {
  address: string;
  action: string;
  status: string;
}

const MOST_FIELDS = 4_000;

/**
 * The recipients in a delivery status (RFC 3464 section 2.3, RFC 6533 section 4). A group begins at an empty line or where
 * a field comes again, so that groups run together by a gateway are told apart.
 */
export function reportedRecipients(status: string, most: number): ReportedRecipient[] {
  const groups: Map<string, string>[] = [];
  let group = new Map<string, string>();
  const begin = () => {
    if (group.size > 0) groups.push(group);
    group = new Map();
  };
  const lines = status
    .replace(/\r\n?/gu, '\n')
    .replace(/\n[ \t]+(?=\S)/gu, ' ')
    .split('\n')
    .slice(0, MOST_FIELDS);
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (line.trim() === '') begin();
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (RECIPIENT_FIELDS.includes(name) && group.has(name)) begin();
    if (!group.has(name)) group.set(name, line.slice(colon + 1).trim());
  }
  begin();
  return groups.flatMap((one) => recipientOf(one) ?? []).slice(0, most);
}

const RECIPIENT_FIELDS = ['original-recipient', 'final-recipient'];

function recipientOf(group: ReadonlyMap<string, string>): ReportedRecipient | null {
  const named = RECIPIENT_FIELDS.map((name) => addressIn(group.get(name) ?? '')).filter((address) => address !== '');
  const address = named.find((one) => one.includes('@')) ?? named[0];
  if (address === undefined) return null;
  const status =
    statusIn(group.get('status') ?? '') || statusIn(`: ${withoutType(group.get('diagnostic-code') ?? '')}`);
  const action = actionOf(group.get('action') ?? '', status);
  return action === '' ? null : { address, action, status };
}

/** RFC 3464 section 2.3.3 knows five; older systems leave it out or have words of their own. */
function actionOf(value: string, status: string): string {
  const word = /^[a-z]+/u.exec(value.toLowerCase())?.[0] ?? '';
  if (/^(?:fail|undeliver|expire|error|reject|bounce)/u.test(word)) return 'failed';
  if (/^(?:delay|defer|warn|queued)/u.test(word)) return 'delayed';
  if (word !== '') return word;
  return status.startsWith('5') ? 'failed' : status.startsWith('4') ? 'delayed' : '';
}

/** `rfc822; jan@example.nl`, with or without its type, brackets, and a comment behind it. */
function addressIn(value: string): string {
  const [, bracketed] = /<([^<>]*)>/u.exec(value) ?? [];
  const bare = bracketed ?? withoutType(value).replace(/(?<!\s)\s+\([^()]*\)\s*$/u, '');
  return unescaped(bare.replace(/^(?:smtp|mailto):/iu, ''))
    .replace(/[<>\0]/gu, '')
    .trim()
    .slice(0, 320);
}

const withoutType = (value: string): string => value.replace(/^[\w.-]*\s*;\s*/u, '');

/** `\x{E9}` as in `utf-8-addr-xtext` (RFC 6533 section 3). */
const unescaped = (address: string): string =>
  address.replace(/\\x\{([0-9a-f]{2,6})\}/giu, (whole, hex: string) => {
    const point = Number.parseInt(hex, 16);
    return point > 0x1f && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
