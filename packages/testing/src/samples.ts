/** The addresses that the sample mails are written to, and what an installation should have for each. */
export const sampleAddresses = {
  /** Sender of outgoing mail. No inbound profile: what finds no open case is unmatched. */
  info: 'info@gemeente-voorbeeld.example',
  /** Inbound profile that starts a case. */
  cases: 'meldingen@gemeente-voorbeeld.example',
  /** Inbound profile of type document intake. */
  intake: 'documenten@gemeente-voorbeeld.example',
  /** Nobody's: no profile. */
  nobody: 'stages@gemeente-voorbeeld.example',
  /** Requestor of the open and of the resolved case, so that the sender is known there. */
  requestor: 'sanne.devries@burger.example',
  /** Recipient of the mail that bounced. */
  bounced: 'verhuisd@elders.example',
} as const;

const { info, cases, intake, nobody } = sampleAddresses;

/** Every file in `samples/`: what it is for, whom it is to, and the inbound state it must reach. */
export const samples = {
  'reply-right-code': { about: 'Outlook reply with the open case’s code', to: info, end: 'onCase' },
  'reply-wrong-code': { about: 'a code that is not its case’s: the same as none', to: info, end: 'unmatched' },
  'reply-resolved-case': { about: 'right code of a resolved case: unmatched, with a hint', to: info, end: 'unmatched' },
  'new-case': { about: 'plain Dutch text from Thunderbird', to: cases, end: 'caseStarted' },
  'document-intake': { about: 'Apple Mail with a PDF and a JPEG', to: intake, end: 'inDocumentIntake' },
  'html-inline-images': { about: 'HTML with a table and two inline images', to: cases, end: 'caseStarted' },
  'large-attachment': { about: 'a picture of 3 MB on the open case', to: info, end: 'onCase' },
  gtube: { about: 'the line every spam filter knows', to: cases, end: 'quarantined' },
  eicar: { about: 'the file every virus scanner knows', to: cases, end: 'quarantined' },
  'out-of-office': { about: 'Exchange automatic reply, null return path', to: info, end: 'autoReplyFiled' },
  bounce: { about: 'Postfix non-delivery report about our outgoing mail', to: info, end: 'bounceRecorded' },
  'broken-mime': { about: 'wrong boundary, base64 cut off, no end; still the case’s', to: info, end: 'onCase' },
  'gmail-reply': { about: 'Gmail reply with quoted text', to: info, end: 'onCase' },
  'encoded-names': {
    about: 'encoded words, and attachment names by RFC 2231 in two charsets',
    to: intake,
    end: 'inDocumentIntake',
  },
  unmatched: { about: 'an address without a profile', to: nobody, end: 'unmatched' },
  'intake-without-attachment': { about: 'nothing to take in', to: intake, end: 'noAttachments' },
  'unknown-sender': { about: 'right code, but not a sender known on the case', to: info, end: 'needsConfirmation' },
  'windows-1252': { about: 'Outlook’s quotes, dashes and euro signs in Windows-1252', to: cases, end: 'caseStarted' },
} as const;

export type SampleName = keyof typeof samples;
