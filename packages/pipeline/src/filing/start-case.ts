import {
  type DecodedMessage,
  type InboundMessage,
  type IncomingMailSettings,
  type NewCase,
  newMailCode,
  oneLine,
  type Profiles,
} from '@zaakpost/domain';

type CaseTypeProfile = Extract<IncomingMailSettings, { interface: 'caseType' }>;

/**
 * The case that a mail starts. Its id is the message's, so that starting it twice gives one case. The sender's address
 * identifies nobody: the requestor is the profile's fallback until a case worker sets one.
 */
export async function caseFrom(
  message: InboundMessage,
  decoded: DecodedMessage,
  settings: CaseTypeProfile,
  { profiles }: { profiles: Pick<Profiles, 'active'> },
): Promise<NewCase> {
  const [reception] = await profiles.active('mailReception');
  return {
    id: message.id,
    caseTypeId: settings.caseTypeId,
    subject: oneLine(decoded.subject) || '(geen onderwerp)',
    mailCode: newMailCode(reception?.settings.codeDigits),
    parties: [{ role: 'requestor', name: settings.fallbackRequestor, address: null }],
    attributes: attributesFrom(decoded, settings.mapping),
  };
}

function attributesFrom(decoded: DecodedMessage, mapping: CaseTypeProfile['mapping']): Record<string, string> {
  const values = {
    subject: oneLine(decoded.subject),
    from: decoded.from[0]?.address ?? '',
    body: decoded.text ?? '',
  };
  return Object.fromEntries(
    (['subject', 'from', 'body'] as const).flatMap((part) => {
      const magicString = mapping[part];
      return magicString ? [[magicString, values[part]]] : [];
    }),
  );
}
