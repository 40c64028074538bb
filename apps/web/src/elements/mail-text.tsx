import { Heading2, Paragraph } from '@utrecht/component-library-react';
import type { Mail } from '../api/contract.ts';
import { size } from '../format/size.ts';
import { useText } from '../text/text-context.tsx';

/** The parts and the plain text of a mail: text nodes only, nothing that loads or runs. */
export function MailText({ mail }: { mail: Mail }) {
  const { t, language } = useText();
  return (
    <>
      <section aria-labelledby="parts">
        <Heading2 id="parts">{t('mail.parts')}</Heading2>
        {mail.parts.length === 0 ? <Paragraph>{t('mail.noParts')}</Paragraph> : null}
        <ul className="zp-plain-list">
          {mail.parts.map((part, at) => (
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
      </section>
      <section aria-labelledby="text">
        <Heading2 id="text">{t('mail.text')}</Heading2>
        <Paragraph className="zp-small">{t('mail.textNote')}</Paragraph>
        {mail.text ? <pre className="zp-mail-text">{mail.text}</pre> : <Paragraph>{t('mail.noText')}</Paragraph>}
      </section>
    </>
  );
}
