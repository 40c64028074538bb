import type { Classification, DecodedMessage, InboundMessage, Why } from '@zaakpost/domain';
import { storeDecoded } from '../decoded.ts';
import { type Office, office } from '../fixtures/office.ts';
import {
  byId,
  caseType,
  decodedMail,
  fillsIntake,
  inboundMail,
  openCase,
  startsCases,
  template,
  verdict,
} from '../fixtures/specimens.ts';

export const about = { kind: 'inboundMessage', id: 'mail' } as const;
export const why: Why = {
  ...{ rule: 'subjectCode', matched: '1458-ae34dc', sender: 'known' },
  ...{ wrongCodes: [], resolvedCaseId: null },
};
export const onCase: Classification = { kind: 'case', caseId: 'case', why };
export const startsCase: Classification = { kind: 'startCase', profileId: 'incomingMail', why };
export const toIntake: Classification = { kind: 'documentIntake', profileId: 'intake', why };
export const photo = {
  ...{ sha256: 'b'.repeat(64), size: 10, filename: null, contentType: 'image/jpeg' },
  ...{ inline: false, contentId: null },
};

/** A classified mail with a photo, and everything that it may need. */
export async function townWith(
  classification: Classification,
  mail: Partial<DecodedMessage> = {},
  more: Partial<InboundMessage> = {},
): Promise<Office> {
  const town = office({
    cases: byId(openCase()),
    caseTypes: byId(caseType),
    profiles: [startsCases, fillsIntake],
    templates: byId(template()),
  });
  const decoded = await storeDecoded(
    town.blobs,
    decodedMail({ attachments: [photo], ...mail }),
    new AbortController().signal,
  );
  town.rows.inbound.set(
    'mail',
    inboundMail({ state: 'classified', verdict: verdict(), decoded, classification, ...more }),
  );
  return town;
}

export const standing = ({ rows }: Office) => [rows.inbound.get('mail')?.state, rows.inbound.get('mail')?.caseId];
export const rolesOn = ({ rows }: Office) =>
  [...rows.documents.values()].map(({ caseId, role }) => `${caseId} ${role}`);
export const counts = ({ rows }: Office) =>
  [rows.moments, rows.documents, rows.intake, rows.cases, rows.outbound].map(({ size }) => size);
