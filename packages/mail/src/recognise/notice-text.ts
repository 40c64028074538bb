import { isDelaySubject } from './known-subjects.ts';
import { statusIn } from './status-code.ts';
import type { ReportedRecipient } from './delivery-status.ts';

const READ = 20_000;
const LONGEST_REASON = 2_000;

/** The notice without the mail that it returns. */
function noticeIn(text: string): string {
  const notice = text.slice(0, READ);
  const end = RETURNED.exec(notice)?.index ?? notice.length;
  return notice.slice(0, end);
}

/** The mail that a notice returns in its own text; empty where it returns none. */
export const returnedIn = (text: string): string => text.slice(noticeIn(text).length, READ + 65_536);

/** Where the returned mail begins, in the words of many systems. */
const RETURNED = new RegExp(
  [
    '^-+ ?(?:below this line is a copy|this is a copy of|(?:the )?(?:header of the )?(?:original|returned|unsent|bounced) (?:message|mail)|message (?:header|text)|begin(?:ning)? of (?:the )?(?:original|message))',
    '^-*\\s?(?:the )?(?:original|returned) (?:message|mail)(?: (?:follows|headers?|is following|text))',
    "^-+ ?(?:oorspronkelijk(?:e)? bericht|originele? bericht|urspr[üu]ngliche (?:nachricht|mail)|message (?:original|d[’']origine))",
    "^(?:oorspronkelijke berichtkoppen|koppen van (?:het )?oorspronkelijke? bericht|urspr[üu]ngliche nachrichtenkopfzeilen|en-t[êe]tes (?:de message )?(?:d[’']origine|originaux))",
    '^(?:received: (?:from|by)|return-path: ?<)',
  ].join('|'),
  'imu',
);

/** The recipients that a notice names in words, each with the status code that stands nearest behind it. */
export function namedRecipients(text: string, own: ReadonlySet<string>, subject: string, most: number) {
  const notice = noticeIn(text);
  const found = new Map<string, number>();
  for (const pattern of PLACES) {
    for (const match of notice.matchAll(pattern)) {
      const address = match[1] ?? '';
      const at = match.index + match[0].indexOf(address);
      if (!own.has(address.toLowerCase()) && !isOurs(address) && !has(found, address)) found.set(address, at);
      if (found.size === most) break;
    }
    if (found.size > 0) break;
  }
  const action = isDelaySubject(subject) || STILL_TRYING.test(notice) ? 'delayed' : 'failed';
  const places = [...found].sort(([, a], [, b]) => a - b);
  // What is said of one of several is not said of the others.
  const ofAll = places.length === 1 ? notice : notice.slice(0, places[0]?.[1]);
  return places.map(([address, at], index): ReportedRecipient => {
    const reason = notice.slice(at + address.length, Math.min(places[index + 1]?.[1] ?? READ, at + LONGEST_REASON));
    return { address, action, status: statusIn(reason) || statusIn(ofAll) };
  });
}

const ADDRESS = `[^\\s<>()[\\],;:"'@]{1,64}@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]{0,252}[\\p{L}\\p{N}])?`;

/** From where an address stands alone to any address at all; the first kind that gives one is believed. */
const PLACES = [
  `\\bdda:SMTP=(${ADDRESS})`,
  `^[ \\t>*|•-]{0,40}(?:<|"|')?(${ADDRESS})(?:>|"|')?(?:[ \\t]{0,9}\\([^()\\n]{0,200}\\))?[ \\t]{0,9}:?[ \\t\\r]{0,40}$`,
  `^[ \\t]{0,40}<(${ADDRESS})>[ \\t]{0,40}(?::|\\.\\.\\.|\\()`,
  `^[ \\t]{0,40}"?(${ADDRESS})"?(?: on (?=\\w)| op (?=\\d)| am (?=\\d)|[ \\t]{0,40}\\[|:(?=\\s))`,
  `(?:recipients?|ontvangers?|empf[äa]nger|destinataires?|rcpt to|addressed to|mailbox|user|to)(?: address(?:es)?)?[ \\t]{0,40}[:=][ \\t]{0,40}\\[?(?:smtp:)?(?:[^<>\\n@]{0,80}<)?(${ADDRESS})`,
  `\\b(?:to|for|naar|aan|voor|an|[àa])\\b[ \\t]{1,40}(?:the (?:following )?(?:address|recipient) )?[<"']?(${ADDRESS})`,
  `(?<!\\b(?:mail|messages?)[ \\t]{1,9}from[ \\t]{1,9}[<"']?)(?<![^\\s<>()[\\],;:"'@])(${ADDRESS})`,
].map((source) => new RegExp(source, 'gimu'));

const isOurs = (address: string): boolean => /^(?:mailer-daemon|postmaster|abuse|support|helpdesk)@/iu.test(address);

const has = (found: ReadonlyMap<string, number>, address: string): boolean =>
  [...found.keys()].some((one) => one.toLowerCase() === address.toLowerCase());

const STILL_TRYING =
  /warning message only|(?:do|need) not (?:need to )?(?:resend|re-send)|delivery attempts will continue|will (?:continue to|keep) (?:try|retry)|wordt (?:nog )?opnieuw geprobeerd|weitere zustellversuche|de nouvelles tentatives/iu;
