import { Heading3, Paragraph } from '@utrecht/component-library-react';
import type { Verdict } from '../../api/contract.ts';
import { Fact, Facts } from '../../elements/facts.tsx';
import { useText } from '../../text/text-context.tsx';
import { SenderChecks } from './sender-checks.tsx';
import { Findings, VerdictParts } from './verdict-parts.tsx';

export function VerdictView({ verdict }: { verdict: Verdict | null }) {
  const { t, language } = useText();
  if (!verdict) return <Paragraph>{t('mail.notScanned')}</Paragraph>;

  const { virus, spam, parts, policy, authentication } = verdict;
  const points = (value: number) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
  return (
    <>
      <Facts>
        <Fact name={t('mail.virus')}>{t(`mail.virus.${virus.outcome}`, { signature: virus.signature ?? '' })}</Fact>
        <Fact name={t('mail.spam')}>
          {spam.action === 'unscannable'
            ? t('quarantine.notJudged')
            : t('mail.spamScore', {
                ...{ score: points(spam.score), required: points(spam.required) },
                action: t(`spam.${spam.action}`),
              })}
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
      {parts.length > 0 ? (
        <>
          <Heading3>{t('mail.scannedParts')}</Heading3>
          <VerdictParts parts={parts} />
        </>
      ) : null}
      {policy.length > 0 ? (
        <>
          <Heading3>{t('mail.policy')}</Heading3>
          <Findings policy={policy} />
        </>
      ) : null}
      {authentication ? (
        <>
          <Heading3>{t('mail.senderChecks')}</Heading3>
          <SenderChecks checks={authentication} />
        </>
      ) : null}
    </>
  );
}
