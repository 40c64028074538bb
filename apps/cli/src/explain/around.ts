import { type ErrorCode, type InboundSource, type StageName, type WaitsFor, waitsFor } from '@zaakpost/domain';
import type { InboundDetail, MailWay } from '@zaakpost/store';
import { moment } from '../moment.ts';
import { STATE_NAMES } from '../state-names.ts';

/** Where a mail came from, without who wrote it. */
export function originText({ origin, sourceName, cameBack }: InboundDetail): string {
  const again = cameBack === 0 ? '' : ` It was offered ${cameBack} time(s) more, and recognised.`;
  return `${came(origin, sourceName)}.${again}`;
}

function came(origin: InboundSource, name: string): string {
  if (origin.kind === 'import') return `It was imported from the file ${origin.path}`;
  if (origin.kind === 'pop3') {
    const mailbox = name === '' ? origin.mailboxId : `"${name}" (${origin.mailboxId})`;
    return `It lay in the mailbox ${mailbox} under the unique-id ${origin.uniqueId}`;
  }
  const tls = origin.tls ? ` over ${origin.tls.version}` : '';
  return `It was handed over by ${origin.peer}${tls}${origin.trusted ? ', a forwarder of ours' : ''}`;
}

/** Why it is not at its end; nothing when it is. */
export function waitingText({ state, steps }: Pick<InboundDetail, 'state' | 'steps'>): string {
  const waiting = waitsFor(state, steps);
  return waiting === null ? '' : `It waits for ${AWAITED[waiting.for](waiting as never)}.`;
}

const AWAITED: { [For in WaitsFor['for']]: (waiting: Extract<WaitsFor, { for: For }>) => string } = {
  stage: ({ stage, state, nextTryAt, code }) =>
    `${state === 'running' ? `${stage}, which is at it now` : `its turn at ${stage}, not before ${moment(nextTryAt)}`}${because(stage, code)}`,
  person: ({ task }) => TASKS[task],
  application: () => 'the application that it belongs to',
  mailbox: () => 'a larger limit of its mailbox, or for somebody who takes it from the server',
  replay: () => 'a replay: it should be on its way, and none of its steps is open (zaakpost replay STEP)',
};

const because = (stage: StageName, code: ErrorCode | null): string =>
  code === null ? '' : `; its last try of ${stage} ended with ${code} (docs/runbook.md says what to do)`;

const TASKS: Record<Extract<WaitsFor, { for: 'person' }>['task'], string> = {
  confirm: 'somebody who confirms that its sender belongs to the case',
  checkSender: 'somebody who checks its sender',
  sort: 'somebody who says where it belongs',
  quarantine: 'somebody who looks at it in quarantine',
};

/** What it led to, who did what, and which others have its bytes; a line each, ids and numbers only. */
export function aroundLines({ ledTo, acts, equals }: MailWay): string[] {
  const { contactMoments, documents, intakeDocuments, acknowledgements, bounceOf } = ledTo;
  const led = [
    ...contactMoments.map(({ caseNumber, at }) => `  a contact moment on case ${caseNumber}, at ${moment(at)}`),
    ...documents.map(({ id, role }) => `  a document (${role}, ${id})`),
    ...intakeDocuments.map(({ id, state }) => `  a file in the document intake (${state}, ${id})`),
    ...acknowledgements.map(({ id }) => `  an acknowledgement (mail ${id})`),
    ...(bounceOf === null ? [] : [`  it is a bounce of our mail ${bounceOf.id}`]),
  ];
  return [
    ...titled('It led to:', led),
    ...titled(
      'Who did what:',
      acts.map(({ at, actor, action, details }) => `  ${moment(at)}  ${actor}: ${action}${reasonIn(details)}`),
    ),
    ...titled(
      'Other mails of the same bytes:',
      equals.map(({ id, receivedAt, state }) => `  ${id}, came in at ${moment(receivedAt)}, now ${STATE_NAMES[state]}`),
    ),
  ];
}

const titled = (title: string, lines: string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines]);

const reasonIn = ({ reason }: Record<string, unknown>): string => (typeof reason === 'string' ? ` (${reason})` : '');
