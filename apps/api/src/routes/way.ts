import { type WaitsFor, waitsFor } from '@zaakpost/domain';
import type { InboundDetail, MailWay } from '@zaakpost/store';
import { z } from 'zod';
import { errorCode, inboundState, sourceKind, stageName } from './schemas.ts';

const documentRole = z.enum(['mailAsPdf', 'mailAsEml', 'attachment', 'upload']);

/** What a mail led to, who did what, and its equals. */
export const way = {
  origin: z
    .object({
      kind: sourceKind,
      mailboxId: z.uuid().optional(),
      uniqueId: z.string().optional().describe("The server's name for it (RFC 1939 section 7)."),
      envelopeFrom: z.string().optional().describe('Empty for operators when it is on a case.'),
      recipient: z.string().optional(),
      peer: z.string().optional().describe('IP address of the client.'),
      helo: z.string().optional(),
      tls: z.object({ version: z.string(), cipher: z.string() }).nullish(),
      trusted: z.boolean().optional(),
      path: z.string().optional(),
    })
    .meta({ id: 'InboundOrigin' }),
  cameBack: z.int().describe('Times that it was offered again, and recognised.'),
  waitsFor: z
    .union([
      z.object({
        for: z.literal('stage'),
        stage: stageName,
        state: z.enum(['pending', 'running']),
        since: z.date(),
        nextTryAt: z.date(),
        code: errorCode.nullable(),
      }),
      z.object({ for: z.literal('person'), task: z.enum(['confirm', 'checkSender', 'sort', 'quarantine']) }),
      z.object({ for: z.enum(['application', 'mailbox', 'replay']) }),
    ])
    .nullable()
    .describe('Null when it is at its end.')
    .meta({ id: 'WaitsFor' }),
  ledTo: z
    .object({
      contactMoments: z.array(z.object({ id: z.uuid(), caseNumber: z.int(), at: z.date() })),
      documents: z.array(z.object({ id: z.uuid(), role: documentRole, filename: z.string() })),
      intakeDocuments: z.array(
        z.object({
          id: z.uuid(),
          filename: z.string(),
          state: z.enum(['waiting', 'filed', 'rejected']),
          caseNumber: z.int().nullable(),
        }),
      ),
      acknowledgements: z.array(z.object({ id: z.uuid(), createdAt: z.date() })),
      bounceOf: z.object({ id: z.uuid(), subject: z.string(), caseNumber: z.int().nullable() }).nullable(),
    })
    .describe('Names are empty for operators.')
    .meta({ id: 'LedTo' }),
  acts: z
    .array(
      z.object({
        at: z.date(),
        actor: z.string(),
        action: z.string(),
        details: z.record(z.string(), z.unknown()),
      }),
    )
    .describe('Who did what to it. Who read it is told to administrators only.'),
  equals: z
    .array(
      z.object({
        id: z.uuid(),
        receivedAt: z.date(),
        state: inboundState,
        source: sourceKind,
        sourceName: z.string(),
      }),
    )
    .describe('Other mails of the very same bytes.'),
};

/** The way of a mail as this role may see it. */
export function wayFor(
  role: 'caseWorker' | 'operator' | 'administrator',
  mail: InboundDetail,
  { ledTo, acts, equals }: MailWay,
): MailWay & Pick<InboundDetail, 'origin' | 'cameBack'> & { waitsFor: WaitsFor | null } {
  const told = role === 'administrator' ? acts : acts.filter(({ action }) => !LOOKED.has(action));
  const { origin, cameBack } = mail;
  const all = { origin, cameBack, waitsFor: waitsFor(mail.state, mail.steps), ledTo, acts: told, equals };
  return role === 'operator' ? withoutNames(all, mail.caseNumber !== null) : all;
}

const LOOKED = new Set(['mail.read', 'mail.previewed', 'mail.downloaded']);

/** What a file is called, what a mail of ours is about and who wrote it is content; that they are there is not. */
function withoutNames<W extends MailWay & Pick<InboundDetail, 'origin'>>(way: W, onCase: boolean): W {
  const { ledTo, acts, origin } = way;
  return {
    ...way,
    origin: onCase && origin.kind === 'smtp' ? { ...origin, envelopeFrom: '' } : origin,
    ledTo: {
      ...ledTo,
      documents: ledTo.documents.map((document) => ({ ...document, filename: '' })),
      intakeDocuments: ledTo.intakeDocuments.map((document) => ({ ...document, filename: '' })),
      bounceOf: ledTo.bounceOf && { ...ledTo.bounceOf, subject: '' },
    },
    acts: onCase ? acts.map((act) => ({ ...act, details: {} })) : acts,
  };
}
