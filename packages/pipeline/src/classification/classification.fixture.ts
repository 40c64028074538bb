import type { Classification, DecodedMessage } from '@zaakpost/domain';
import { type Office, office } from '../fixtures/office.ts';
import {
  byId,
  decodedMail,
  fillsIntake,
  mailReception,
  openCase,
  outboundMail,
  raw,
  startsCases,
} from '../fixtures/specimens.ts';
import { type Arrival, classificationOf } from './classification.ts';

/** A town with an open case 1458, a resolved case 12, codes in subjects, and an address for each inbound profile. */
export const town = () =>
  office({
    cases: byId(
      openCase(),
      openCase({ id: 'other', number: 1459, mailCode: 'bbbbbb' }),
      openCase({ id: 'old', number: 12, mailCode: 'cccccc', status: 'resolved' }),
    ),
    profiles: [mailReception, startsCases, fillsIntake],
    outbound: byId(
      outboundMail({
        state: 'frozen',
        frozen: { ...raw, messageId: '<sent@gemeente.nl>', subject: '', sender: { name: '', address: '' } },
      }),
    ),
  });

export const placeOf = (
  mail: Partial<DecodedMessage>,
  arrival: Partial<Arrival> = {},
  registers: Office = town(),
): Promise<Classification> =>
  classificationOf(
    {
      ...{ decoded: decodedMail(mail), deliveredTo: 'info@gemeente.nl', nullPath: false, authentication: null },
      ...arrival,
    },
    registers,
  );

export const bounce = {
  originalMessageId: '<sent@gemeente.nl>',
  recipients: [{ address: 'JAN@example.nl', action: 'failed', status: '5.1.1' }],
};
