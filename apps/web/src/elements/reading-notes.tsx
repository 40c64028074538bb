import { Heading2, Paragraph } from '@utrecht/component-library-react';
import type { Reading } from '../api/contract.ts';
import { useText } from '../text/text-context.tsx';

/** What a reader needs to know about how a mail was read; nothing where there is nothing. */
export function ReadingNotes({ mail }: { mail: Reading & { incomplete: boolean } }) {
  const { t } = useText();
  const { incomplete, incompleteBecause, warnings, decodedLost } = mail;
  if (!incomplete && !decodedLost && warnings.length === 0) return null;
  return (
    <section aria-labelledby="reading">
      <Heading2 id="reading">{t('reading.title')}</Heading2>
      {decodedLost ? <Paragraph>{t('reading.lost')}</Paragraph> : null}
      {incomplete ? (
        <Paragraph>
          {incompleteBecause
            ? t('reading.incompleteBecause', { why: t(`reading.fault.${incompleteBecause}`) })
            : t('reading.incomplete')}
        </Paragraph>
      ) : null}
      {warnings.length > 0 ? (
        <ul className="zp-plain-list">
          {warnings.map(({ code, text }) => (
            <li key={text}>{code ? t(`reading.warning.${code}`) : text}</li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
