import { Heading2, Paragraph } from '@utrecht/component-library-react';
import type { Mail, Role } from '../api/contract.ts';
import { useRole } from '../app/session-context.ts';
import { size } from '../format/size.ts';
import { useText } from '../text/text-context.tsx';
import type { TextKey } from '../text/translate.ts';
import { FirstOf } from './first-of.tsx';
import { PlainText } from './plain-text.tsx';

/** The parts and the plain text of a mail: text nodes only, nothing that loads or runs. */
export function MailText({ mail }: { mail: Mail }) {
  const { t, language } = useText();
  const without = whyNoText(mail, useRole());
  return (
    <>
      {mail.parts.length > 0 || without === 'mail.noText' ? (
        <section aria-labelledby="parts">
          <Heading2 id="parts">{t('mail.parts')}</Heading2>
          {mail.parts.length === 0 ? (
            <Paragraph>{t('mail.noParts')}</Paragraph>
          ) : (
            <FirstOf items={mail.parts}>
              {(parts) => (
                <ul className="zp-plain-list">
                  {parts.map((part, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity, and never change order.
                    <li key={at}>
                      <strong className="zp-filename">{part.filename || t('mail.noName')}</strong>{' '}
                      <span className="zp-small">
                        {part.contentType}, {size(part.size, language)}
                        {part.inline ? `, ${t('mail.inline')}` : ''}
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </FirstOf>
          )}
        </section>
      ) : null}
      <section aria-labelledby="text">
        <Heading2 id="text">{t('mail.text')}</Heading2>
        {mail.text ? (
          <>
            <Paragraph className="zp-small">{t('mail.textNote')}</Paragraph>
            <PlainText text={mail.text} />
            {mail.textCut ? <Paragraph>{t('mail.textCut')}</Paragraph> : null}
          </>
        ) : (
          <Paragraph>{t(without)}</Paragraph>
        )}
      </section>
    </>
  );
}

function whyNoText({ state, verdict }: Mail, role: Role): TextKey {
  if (role === 'operator') return 'mail.textHidden';
  if (state === 'quarantined' || state === 'deleted') return 'mail.textUnsafe';
  return verdict ? 'mail.noText' : 'mail.notScanned';
}
