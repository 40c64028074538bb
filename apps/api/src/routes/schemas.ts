import {
  type DeliveryState,
  ERROR_CODES,
  INBOUND_FINAL,
  INBOUND_WAITING,
  type InboundSource,
  isOfficeDay,
  type OutboundState,
  type Release,
  type ScheduledEmailState,
  STAGES,
  type StepState,
} from '@zaakpost/domain';
import { isCursor } from '@zaakpost/store';
import { z } from 'zod';

/** What lists take: how many, and where to go on. */
export const paging = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).refine(isCursor, 'must be the nextCursor of the page before').nullable().default(null),
});

/** What somebody searches for. */
// A Message-ID may fill a line (RFC 5322 section 2.1.1).
export const search = z.string().trim().max(1_000).nullable().default(null);

/** A part of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const inboundState = z.enum([...INBOUND_WAITING, ...INBOUND_FINAL]).meta({ id: 'InboundState' });
export const sourceKind = z.enum(['pop3', 'smtp', 'import'] as const satisfies InboundSource['kind'][]);
/** A day by the office's clock. */
export const officeDay = z.string().refine(isOfficeDay, 'must be a day, as 2026-11-25');
export const deliveryState = z
  .enum([
    'queued',
    'held',
    'handingOver',
    'outcomeUnknown',
    'sent',
    'refused',
    'bounced',
    'failed',
    'cancelled',
  ] as const satisfies DeliveryState[])
  .meta({ id: 'DeliveryState' });
export const outboundState = z
  .enum(['queued', 'held', 'frozen', 'failed', 'cancelled'] as const satisfies OutboundState[])
  .meta({ id: 'OutboundState' });
export const scheduledState = z
  .enum(['scheduled', 'held', 'sent', 'missed', 'cancelled'] as const satisfies ScheduledEmailState[])
  .meta({ id: 'ScheduledEmailState' });
const stepState = z.enum(['pending', 'running', 'done', 'failed', 'cancelled'] as const satisfies StepState[]);
export const stageName = z.enum(STAGES).meta({ id: 'StageName' });
export const errorCode = z.enum(ERROR_CODES).meta({ id: 'ErrorCode' });

export const step = z
  .object({
    id: z.uuid(),
    stage: stageName,
    state: stepState,
    attempts: z.int(),
    errorCode: errorCode.nullable(),
    waits: z.int().describe('Waits in a row for something that was away.'),
    errorText: z.string().nullable(),
    createdAt: z.date(),
    startedAt: z.date().nullable().describe('When its last attempt began.'),
    finishedAt: z.date().nullable(),
    notBefore: z.date().describe('While it is pending: not to be tried before.'),
    replayOf: z.uuid().nullable().describe('The run that this one repeats.'),
  })
  .meta({ id: 'Step' });

export const delivery = z
  .object({
    id: z.uuid(),
    address: z.string(),
    role: z.enum(['to', 'cc', 'bcc']),
    state: deliveryState,
    reply: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });

export const why = z
  .object({
    rule: z.enum([
      'subjectCode',
      'inboundProfile',
      'noProfile',
      'severalCases',
      'bounce',
      'strangeBounce',
      'autoSubmitted',
      'perhapsAutoSubmitted',
      'linkedByHand',
    ]),
    matched: z.string().nullable(),
    sender: z.enum(['known', 'unknown', 'notChecked']),
    authentication: z
      .enum(['passed', 'failed', 'unanswered', 'notChecked'])
      .optional()
      .describe('Whether it is from whom it says.'),
    wrongCodes: z.array(z.object({ caseNumber: z.int(), mailCode: z.string() })),
    resolvedCaseId: z.uuid().nullable(),
  })
  .meta({ id: 'Why' });

export const release = z
  .object({ by: z.string(), at: z.string().describe('ISO 8601, in UTC.'), reason: z.string() })
  .meta({ id: 'Release', description: 'Who let it go on from quarantine, when and why.' });

/** A release as people see it. */
export const releaseShown = ({ by, at, reason: why }: Release) => ({ by, at, reason: why });

export const recipients = z
  .array(
    z.object({
      role: z.enum(['to', 'cc', 'bcc']),
      address: z.string(),
      name: z.string(),
    }),
  )
  .meta({ id: 'Recipients' });

/** Somebody to send to, as a page gives it. CR and LF never reach a header. */
export const recipient = z
  .object({
    address: z.email().max(320),
    name: z
      .string()
      .trim()
      .max(200)
      .regex(/^\P{Cc}*$/u, 'may hold no control characters')
      .default(''),
  })
  .meta({ id: 'Recipient' });

/** One line that a person typed: no control characters, so that it may stand in a header. */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}*$/u, 'may hold no control characters');

/** How a profile does. */
export const profileHealth = z
  .object({
    lastSuccessAt: z.date().nullable(),
    lastErrorAt: z.date().nullable(),
    lastErrorCode: z.string().nullable(),
    failingSince: z.date().nullable(),
    lastMailAt: z.date().nullable().describe('The newest mail that came in by this mailbox.'),
    silentSince: z.date().nullable().describe('No mail for longer than silentAfterHours: an alarm, and no error.'),
    tokenExpiresAt: z.date().nullable().describe('Until when the access token of a mailbox with OAuth is good.'),
  })
  .meta({ id: 'ProfileHealth' });

/** Why something is done; kept in the audit. */
export const reason = z.string().trim().min(1).max(500);

export const caseNumber = z.int().min(1).max(2_147_483_647);
