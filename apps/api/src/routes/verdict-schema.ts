import type { Verdict } from '@zaakpost/domain';
import { z } from 'zod';

const outcome = z.enum(['clean', 'infected', 'unscannable']);
const signature = z.string().nullable();
const filename = z.string().nullable().describe('Null for operators when the mail is on a case.');

const check = {
  result: z.enum(['pass', 'fail', 'softfail', 'neutral', 'none', 'policy', 'temperror', 'permerror']),
  domain: z.string().nullable(),
  why: z
    .enum([
      'noClientAddress',
      'noSenderDomain',
      'severalAuthors',
      'dnsAway',
      'tooManySignatures',
      'headerTooLarge',
      'tooCostly',
      'partlySigned',
      'keySize',
    ])
    .nullable(),
};
const aligned = z.boolean();

const authentication = z
  .object({
    spf: z.object({ ...check, aligned, reportedBy: z.string().nullable() }),
    dkim: z.array(z.object({ ...check, aligned, selector: z.string().nullable() })),
    dmarc: z.object({ ...check, policy: z.enum(['none', 'quarantine', 'reject']).nullable() }),
    arc: z.object({ ...check, hops: z.int() }),
  })
  .meta({ id: 'Authentication' });

/** What the scanners, the rules about attachments and the checks of the sender said. */
export const verdict = z
  .object({
    virus: z.object({ outcome, signature, scanner: z.string(), testSignaturesOnly: z.boolean() }),
    spam: z.object({
      action: z.enum(['no action', 'greylist', 'add header', 'rewrite subject', 'reject', 'unscannable']),
      score: z.number(),
      required: z.number(),
      symbols: z.array(z.string()),
      degraded: z.boolean(),
    }),
    parts: z.array(
      z.object({
        ...{ ordinal: z.int(), filename, contentType: z.string(), sha256: z.string(), size: z.int() },
        ...{ outcome, signature },
      }),
    ),
    policy: z.array(
      z.object({
        rule: z.enum(['encryptedArchive', 'closedArchive', 'attachmentType']),
        filename,
        kind: z.string(),
        action: z.enum(['quarantine', 'flag']),
      }),
    ),
    authentication: authentication.nullable(),
  })
  .meta({ id: 'Verdict' });

/** A verdict as people see it: the hash that it is bound to is that of the mail. */
export const withoutHash = ({ sha256: _, ...said }: Verdict) => said;
