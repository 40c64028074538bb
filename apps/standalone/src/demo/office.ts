import type { CaseType, EmailTemplate } from '@zaakpost/domain';
import { sampleAddresses } from '@zaakpost/testing';

/** The municipality of the demo: what a functional administrator would have set up. */

export const ids = {
  caseType: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0001',
  acknowledgement: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0011',
  progress: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0012',
  openCase: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0021',
  resolvedCase: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0022',
  stalledCase: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0023',
  outgoingMail: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0031',
  mailReception: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0032',
  mailbox: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0033',
  startsCases: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0034',
  takesIn: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0035',
  scheduledEmail: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0036',
  outgoing: '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0041',
} as const;

export const PREFIX = 'Voorbeeld';

export const caseType: CaseType = {
  id: ids.caseType,
  name: 'Melding openbare ruimte',
  attributes: [
    { magicString: 'melding_onderwerp', label: 'Onderwerp van de melding', type: 'text' },
    { magicString: 'melding_afzender', label: 'Afzender', type: 'text' },
    { magicString: 'melding_tekst', label: 'Tekst van de melding', type: 'longText' },
  ],
};

const plain = { html: null, senderName: null, senderAddress: null };

export const templates: EmailTemplate[] = [
  {
    id: ids.acknowledgement,
    name: 'Ontvangstbevestiging',
    subject: 'Wij hebben uw bericht ontvangen',
    text: [
      'Beste lezer,',
      'Dank voor uw bericht. Het is bij ons bekend onder zaaknummer [[zaaknummer]] ([[zaaktype]]).',
      'Antwoordt u op deze e-mail, dan komt uw antwoord vanzelf bij uw zaak.',
      'Met vriendelijke groet,\nGemeente Voorbeeld',
    ].join('\n\n'),
    ...plain,
  },
  {
    id: ids.progress,
    name: 'Stand van zaken',
    subject: 'Stand van zaken van uw melding',
    text: [
      'Beste [[aanvrager_naam]],',
      'Uw zaak [[zaaknummer]] over "[[zaak_onderwerp]]" is bij ons in behandeling sinds [[registratiedatum]].',
      'Met vriendelijke groet,\nGemeente Voorbeeld',
    ].join('\n\n'),
    ...plain,
  },
];

const requestor = { role: 'requestor', name: 'Sanne de Vries', address: sampleAddresses.requestor } as const;

export const cases = [
  { id: ids.openCase, status: 'open', subject: 'Losse stoeptegel in de Dorpsstraat', parties: [requestor] },
  { id: ids.resolvedCase, status: 'resolved', subject: 'Lantaarnpaal bij het station is stuk', parties: [requestor] },
  {
    id: ids.stalledCase,
    status: 'stalled',
    subject: 'Overhangende takken boven het fietspad',
    parties: [{ role: 'requestor', name: 'Ahmed Yilmaz', address: 'a.yilmaz@elders.example' }],
  },
] as const;

/** A mail of ours that is answered, and that one recipient's server sends back. */
export const outgoing = {
  subject: 'Uw melding over de stoeptegel',
  text: [
    'Beste mevrouw De Vries,',
    'Wij hebben uw melding bekeken. Kunt u ons laten weten bij welk huisnummer de tegel ligt?',
    'Met vriendelijke groet,\nGemeente Voorbeeld',
  ].join('\n\n'),
  recipients: [
    { role: 'to', name: 'Sanne de Vries', address: sampleAddresses.requestor },
    { role: 'cc', name: 'Verhuisd', address: sampleAddresses.bounced },
  ],
} as const;
