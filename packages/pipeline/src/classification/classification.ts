import {
  type Authentication,
  type Bounce,
  type Case,
  type Cases,
  type Classification,
  type DecodedMessage,
  failsDmarc,
  type IncomingMailSettings,
  type IntegrationProfile,
  isUnanswered,
  type OutboundMessage,
  type OutboundMessages,
  type Profiles,
  type Why,
} from '@zaakpost/domain';
import { type CodeFindings, caseByCode } from './case-by-code.ts';

/** What the rules look things up in. */
export interface Registers {
  cases: Pick<Cases, 'findByNumber'>;
  profiles: Pick<Profiles, 'active'>;
  outbound: Pick<OutboundMessages, 'findByMessageId' | 'load'>;
}

/** A decoded message, and what the source tells of its envelope. */
export interface Arrival {
  decoded: DecodedMessage;
  /** The address of ours that it was delivered to. */
  deliveredTo: string | null;
  /** `MAIL FROM:<>` (RFC 5321 section 4.5.5): nobody reads an answer. */
  nullPath: boolean;
  /** What SPF, DKIM and DMARC came to. */
  authentication: Authentication | null;
}

/** Where a clean message belongs: a bounce, an open case by its code, an inbound profile, or a person's decision. */
export async function classificationOf(arrival: Arrival, registers: Registers): Promise<Classification> {
  const { decoded } = arrival;
  if (decoded.bounce) return bounceOf(decoded.bounce, registers);

  const codes = await codesOf(decoded, registers);
  const because = (rule: Why['rule'], matched: string | null = null, sender: Why['sender'] = 'notChecked'): Why => ({
    rule,
    matched,
    sender,
    authentication: authenticationOf(arrival.authentication),
    wrongCodes: codes.wrong,
    resolvedCaseId: codes.resolved?.id ?? null,
  });

  const [first, ...others] = codes.open;
  if (first && others.length === 0) {
    const why = because('subjectCode', first.matched, senderOn(first.case, decoded));
    return { kind: 'case', caseId: first.case.id, why };
  }
  if (first) return { kind: 'unmatched', why: because('severalCases') };
  if (decoded.autoSubmitted || arrival.nullPath) {
    // What people write ends with a person, and not among what nobody looks at.
    return isSurelyAutomatic(arrival)
      ? { kind: 'autoReply', why: because('autoSubmitted') }
      : { kind: 'unmatched', why: because('perhapsAutoSubmitted') };
  }

  const profile = await profileFor(arrival, registers);
  if (!profile) return { kind: 'unmatched', why: because('noProfile') };
  const why = because('inboundProfile', profile.settings.address);
  return profile.settings.interface === 'caseType'
    ? { kind: 'startCase', profileId: profile.id, why }
    : { kind: 'documentIntake', profileId: profile.id, why };
}

/** A null path alone says so no more than words alone: programs of people leave it out. Both together do. */
function isSurelyAutomatic({ decoded: { autoSubmitted, autoSubmittedGuess: guess }, nullPath }: Arrival): boolean {
  if (!autoSubmitted) return false;
  return guess === undefined || (guess !== 'noSender' && nullPath);
}

async function bounceOf(bounce: Bounce, { outbound }: Registers): Promise<Classification> {
  const messageId = bounce.originalMessageId;
  const sent = messageId === null ? null : await outbound.findByMessageId(messageId);
  const why: Why = { rule: 'bounce', matched: messageId, sender: 'notChecked', wrongCodes: [], resolvedCaseId: null };
  if (sent && namesNobodyOf(await outbound.load(sent.id), bounce)) {
    return { kind: 'unmatched', outboundMessageId: sent.id, why: { ...why, rule: 'strangeBounce' } };
  }
  return { kind: 'bounce', outboundMessageId: sent?.id ?? null, why };
}

/**
 * Whether a bounce says that a mail did not arrive, and at none of the addresses that it was written to: a recipient may have
 * mail sent on. Then nobody but a person can tell whom it did not reach. What is only late changes nothing.
 */
function namesNobodyOf({ recipients }: OutboundMessage, bounce: Bounce): boolean {
  const written = new Set(recipients.map(({ address }) => address.toLowerCase()));
  const failed = bounce.recipients.filter(({ action }) => action === 'failed');
  const isLate = failed.length === 0 && bounce.recipients.length > 0;
  return !isLate && !failed.some(({ address }) => written.has(address.toLowerCase()));
}

// Without an active mail reception our mail carries no codes, so a code in a subject means nothing.
async function codesOf(decoded: DecodedMessage, { cases, profiles }: Registers): Promise<CodeFindings> {
  const active = (await profiles.active('mailReception')).length > 0;
  return active ? caseByCode(decoded.subject, cases) : { open: [], resolved: null, wrong: [] };
}

/** Most addresses of one mail that are looked at. */
const MOST_ADDRESSES = 200;

async function profileFor(
  { decoded, deliveredTo }: Omit<Arrival, 'nullPath'>,
  { profiles }: Registers,
): Promise<IntegrationProfile<'incomingMail'> | null> {
  const headers = [...decoded.to, ...decoded.cc].slice(0, MOST_ADDRESSES).map(({ address }) => address);
  const addresses = (deliveredTo === null ? headers : [deliveredTo]).map((address) => address.toLowerCase());
  const active = await profiles.active('incomingMail');
  const addressOf = (settings: IncomingMailSettings) => settings.address.toLowerCase();
  for (const address of addresses) {
    const profile = active.find(({ settings }) => addressOf(settings) === address);
    if (profile) return profile;
  }
  return null;
}

function senderOn(found: Case, decoded: DecodedMessage): Why['sender'] {
  const known = new Set(found.parties.flatMap(({ address }) => (address ? [address.toLowerCase()] : [])));
  // Several authors (RFC 5322 section 3.6.2) are known when each of them is.
  const all = decoded.from.length > 0 && decoded.from.every(({ address }) => known.has(address.toLowerCase()));
  return all ? 'known' : 'unknown';
}

/** DMARC decides; that a domain has no policy, or that SPF could not be checked, says nothing; that DNS was away is said. */
function authenticationOf(authentication: Authentication | null): NonNullable<Why['authentication']> {
  if (failsDmarc(authentication)) return 'failed';
  if (isUnanswered(authentication)) return 'unanswered';
  return authentication?.dmarc.result === 'pass' ? 'passed' : 'notChecked';
}
