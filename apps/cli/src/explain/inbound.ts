import type { InboundState, SpamAction, Verdict, Why } from '@zaakpost/domain';
import type { InboundDetail, MailWay } from '@zaakpost/store';
import { aroundLines, originText, waitingText } from './around.ts';
import { moment } from '../moment.ts';
import { stepLines } from './steps.ts';

/** The way of a mail that came in. */
export function explainInbound(mail: InboundDetail, way: MailWay): string {
  const { classification, verdict } = mail;
  const lines = [
    `Mail ${mail.id} came in ${SOURCES[mail.source]} at ${moment(mail.receivedAt)}${mail.deliveredTo === null ? '' : `, for ${mail.deliveredTo}`}.`,
    originText(mail),
    mail.sha256 === null
      ? 'Its bytes are not kept any more.'
      : `Its ${mail.size} bytes are kept under SHA-256 ${mail.sha256}.`,
    verdict === null ? 'The scanners have not judged it yet.' : screening(verdict),
    classification === null ? 'It is not decided yet where it belongs.' : because(classification.why),
    mail.hintCaseNumber === null ? '' : `It carries the right code of case ${mail.hintCaseNumber}, which is resolved.`,
    mail.incomplete ? 'It could not be read as a whole; what could be read is on record.' : '',
    `Now: ${STATES[mail.state]}${mail.caseNumber === null ? '' : ` (case ${mail.caseNumber})`}${mail.reason === null ? '' : `: ${mail.reason}`}.`,
    waitingText(mail),
  ];
  return [...lines.filter((line) => line !== ''), '', ...stepLines(mail.steps), ...aroundLines(way)].join('\n');
}

const SOURCES = { pop3: 'from a POP3 mailbox', smtp: 'by SMTP', import: 'from a file that was imported' } as const;

function screening({ virus, spam }: Verdict): string {
  const found = virus.signature === null ? '' : ` (${virus.signature})`;
  const limited = virus.testSignaturesOnly ? ', with test signatures only' : '';
  const degraded = spam.degraded ? ', though not every check could be made' : '';
  return `${virus.scanner} calls it ${virus.outcome}${found}${limited}; Rspamd ${SPAM[spam.action]}, ${spam.score.toFixed(1)} of ${spam.required} points${degraded}.`;
}

const SPAM: Record<SpamAction, string> = {
  'no action': 'has nothing against it',
  greylist: 'would have let it wait, which counts as clean',
  'add header': 'takes it for possible spam, so it is filed and flagged',
  'rewrite subject': 'takes it for possible spam, so it is filed and flagged',
  reject: 'takes it for spam',
  unscannable: 'could not finish it',
};

function because({ rule, matched, sender, authentication, wrongCodes }: Why): string {
  const sentences = [
    `${RULES[rule]}${matched === null ? '' : ` (${matched})`}.`,
    sender === 'notChecked' ? '' : `The sender is ${sender === 'known' ? 'known' : 'not known'} on the case.`,
    authentication === 'failed' ? 'The domain of the sender disowns it, so the sender may be forged.' : '',
    authentication === 'unanswered' ? 'DNS was away, so nobody could say whether the sender is forged.' : '',
    wrongCodes.length === 0 ? '' : `It also carried ${wrongCodes.length} code(s) that named a case and were wrong.`,
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

const RULES: Record<Why['rule'], string> = {
  subjectCode: 'The code in its subject names an open case',
  inboundProfile: 'The address it was sent to has a profile for incoming mail',
  noProfile: 'No code names an open case, and no profile is set up for the address',
  severalCases: 'Its codes name several open cases, so a person decides',
  bounce: 'It reports about a mail of ours that was not delivered',
  strangeBounce:
    'It reports that a mail of ours did not reach an address that we did not write to, so a person decides',
  autoSubmitted: 'A machine wrote it, so it starts nothing and is answered by nothing',
  perhapsAutoSubmitted:
    'A machine may have written it, as its words or its missing sender suggest, so a person decides',
  linkedByHand: 'A person put it there',
};

const STATES: Record<InboundState, string> = {
  received: 'it waits for the scanners',
  scanned: 'it waits to be classified',
  classified: 'it waits to be filed',
  parked: 'it is parked until its application comes',
  held: 'it is held until its sender is checked',
  needsConfirmation: 'it is on a case, and a person has to confirm its sender',
  unmatched: 'it is among the unmatched mail, where a person decides',
  quarantined: 'it is in quarantine',
  leftOnServer: 'it was left on the server, since it is too large',
  onCase: 'it is on a case',
  caseStarted: 'it started a case',
  inDocumentIntake: 'its attachments are in the document intake',
  noAttachments: 'it had no attachments, and the intake wants nothing else',
  bounceRecorded: 'what it reports is recorded with the mail it is about',
  autoReplyFiled: 'it is filed as an automatic reply',
  discarded: 'it was discarded',
  deleted: 'it was deleted from quarantine',
  duplicate: 'it is a duplicate of another',
  failed: 'it failed through a fault of ours; its bytes are kept, and it can be replayed',
};
