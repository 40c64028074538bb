import {
  type Authenticator,
  type Blobs,
  type DecodedMessage,
  days,
  type ErrorCode,
  exponential,
  foundOf,
  type Headline,
  type InboundMessage,
  type InboundMessages,
  isReleasedUnjudged,
  mayBeOpened,
  minutes,
  oneLine,
  type Parser,
  type Screening,
  type Step,
  seconds,
  step,
} from '@zaakpost/domain';
import { partsOf, storeDecoded } from '../decoded.ts';
import { done, stage } from '../runner/stage.ts';

interface Ports {
  inbound: InboundMessages;
  blobs: Blobs;
  parser: Parser;
  authenticator: Authenticator;
  screening: Screening;
}

/** Decides whether a message is safe to open, looks who it is from, and decodes it once. Infected or unreadable mail is an outcome, not an error. */
export const scan = stage<Ports>({
  queue: 'scan',
  about: 'inboundMessage',
  policy: { for: days(5), backoff: exponential(seconds(5), { cap: minutes(30) }), timeout: minutes(3) },

  async run({ id, step: own, inbound, blobs, parser, screening, authenticator, signal }) {
    const message = await inbound.load(id);
    if (message.state !== 'received' && message.state !== 'failed') return done();

    const from = message.source.kind === 'smtp' ? message.source.envelopeFrom : null;
    const parsing = parser.parse(message.raw, { signal });
    const [said, decoded, authentication] = await Promise.all([
      screening.judge(message.raw, {
        envelope: { from, recipient: message.deliveredTo },
        decoded: parsing,
        breaks: breaksOf(own, message),
        signal,
      }),
      parsing,
      authenticator.authenticate(message.raw, { source: message.source, signal }),
    ]);
    const verdict = { ...said, authentication: foundOf(authentication, decoded.from) };
    const stored = await storeDecoded(blobs, decoded, signal);
    const result = { verdict, decoded: stored, headline: headlineOf(decoded), parts: partsOf(decoded) };

    return mayBeOpened({ ...message, verdict, sha256: message.raw.sha256 })
      ? done({ record: (tx) => inbound.scanned(tx, id, result), next: [step('classify', 'inboundMessage', id)] })
      : done({ record: (tx) => inbound.quarantined(tx, id, result) });
  },

  failed: ({ inbound, tx, about, code }) => inbound.settled(tx, about.id, 'failed', { reason: code }),
});

const SCANNERS: ReadonlySet<ErrorCode> = new Set(['clamd-away', 'clamd-garbled', 'rspamd-away', 'rspamd-garbled']);

/** Waits of its own, where a scanner was the reason. What a person released who saw that is not waited for again. */
function breaksOf({ waits, errorCode }: Step, { release }: Pick<InboundMessage, 'release'>): number {
  if (release !== null && isReleasedUnjudged(release)) return Number.POSITIVE_INFINITY;
  return errorCode !== null && SCANNERS.has(errorCode) ? waits : 0;
}

const headlineOf = (decoded: DecodedMessage): Headline => ({
  subject: oneLine(decoded.subject).slice(0, 500),
  from: oneLine(decoded.from.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ')).slice(
    0,
    300,
  ),
  messageId: decoded.messageId,
  sentAt: decoded.date === null ? null : new Date(decoded.date),
  attachments: decoded.attachments.filter((attachment) => !attachment.inline).length,
  incomplete: decoded.outcome !== 'ok',
});
