/** What mail systems say of mail that did not arrive, in the words of a notice. */
const FAILED_WORDS = new RegExp(
  [
    '(?:could|can) ?not be (?:delivered|sent)',
    '(?:unable|not able|failed) to (?:be )?deliver',
    '(?:was|is|were) (?:not|un-?)\\s?deliver(?:ed|able)|undeliverable',
    'delivery (?:to .{1,320} |has )?failed',
    'could not deliver (?:the |your )?(?:message|mail)|encountered (?:a )?delivery problems?|invalid final delivery',
    'error was detected while processing|failed recipients?:|original message (?:as received )?(?:is as )?follows',
    'permanent (?:fatal )?error',
    'did not reach|not (?:yet )?been delivered',
    '(?:has been|is being|was) (?:returned|postponed)',
    '(?:no such|unknown|not a valid|no valid|invalid) (?:user|mailbox|recipient|e-?mail address|address)|(?:user|recipient) (?:unknown|not known)',
    'mailbox (?:is )?(?:full|unavailable|disabled)|over (?:its )?quota|quota exceeded',
    'niet (?:worden )?(?:bezorgd|afgeleverd)|postbus (?:is )?vol|onbekende (?:gebruiker|ontvanger)',
    'nicht zugestellt|unbekannter? (?:benutzer|empf[äa]nger)',
    "pu [êe]tre (?:remis|distribu|d[ée]livr)|n[\u2019']existe pas",
  ].join('|'),
  'iu',
);

/** Does a notice say near its beginning that mail did not arrive? */
export const saysUndelivered = (text: string): boolean => FAILED_WORDS.test(text.slice(0, 3_000));

/** Does it say that a filter refused the mail? */
export const saysRejected = (text: string): boolean =>
  /(?:automatically|was) rejected|(?:automatisch )?geweigerd|abgelehnt|rejet[ée]/iu.test(text.slice(0, 3_000));

/** How gateways begin what they report: `*** Message from InterScan ***`, `--- Failed Recipients ---`. */
const BANNER =
  /^[-*=#_]{3,}[ \t]*(?:message from .{1,80}|(?:failed|undelivered|undeliverable) (?:recipients?|messages?|mail)|non-?delivery report|delivery (?:failure|error|report).{0,40})[ \t]*[-*=#_]{3,}\s/iu;

/** Does it begin with such a line, and say that mail did not arrive? A person who sends one on writes above it. */
export const beginsAsNotice = (text: string): boolean =>
  BANNER.test(text.slice(0, 1_000).trimStart()) && saysUndelivered(text);
