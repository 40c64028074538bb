import { Paragraph } from '@utrecht/component-library-react';
import type { Verdict } from '../../api/contract.ts';
import { Fact, Facts } from '../../elements/facts.tsx';
import { useText } from '../../text/text-context.tsx';

export function VerdictView({ verdict }: { verdict: Verdict | null }) {
  const { t, language } = useText();
  if (!verdict) return <Paragraph>{t('mail.notScanned')}</Paragraph>;

  const { virus, spam } = verdict;
  const points = (value: number) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
  return (
    <>
      <Facts>
        <Fact name={t('mail.virus')}>{t(`mail.virus.${virus.outcome}`, { signature: virus.signature ?? '' })}</Fact>
        <Fact name={t('mail.spam')}>
          {t('mail.spamScore', { score: points(spam.score), required: points(spam.required), action: spam.action })}
        </Fact>
      </Facts>
      {virus.testSignaturesOnly ? <Paragraph>{t('mail.testSignatures')}</Paragraph> : null}
      {spam.degraded ? <Paragraph>{t('mail.degraded')}</Paragraph> : null}
      {spam.symbols.length > 0 ? (
        <details>
          <summary>{t('mail.symbols')}</summary>
          <p className="zp-symbols">
            <code>{spam.symbols.join(' ')}</code>
          </p>
        </details>
      ) : null}
    </>
  );
}
