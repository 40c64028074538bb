import { Paragraph } from '@utrecht/component-library-react';
import type { Authentication, AuthenticationCheck } from '../../api/contract.ts';
import { Fact, Facts } from '../../elements/facts.tsx';
import { useText } from '../../text/text-context.tsx';
import type { Translate } from '../../text/translate.ts';

/** Whether the mail comes from whom it says: SPF, DKIM, DMARC and ARC. */
export function SenderChecks({ checks: { spf, dkim, dmarc, arc } }: { checks: Authentication }) {
  const { t } = useText();
  const failed = dmarc.result === 'fail' || dmarc.result === 'permerror';
  return (
    <>
      {failed ? (
        <Paragraph className="zp-sentence">{t('sender.forged', { domain: dmarc.domain ?? '' })}</Paragraph>
      ) : null}
      <Facts>
        <Fact name="DMARC">{checkText(dmarc, t)}</Fact>
        <Fact name="SPF">{checkText(spf, t, spf.aligned)}</Fact>
        <Fact name="DKIM">
          {dkim.length === 0 ? t('sender.none') : dkim.map((one) => checkText(one, t, one.aligned)).join('; ')}
        </Fact>
        <Fact name="ARC">{arc.hops > 0 ? checkText(arc, t) : null}</Fact>
      </Facts>
    </>
  );
}

function checkText({ result, domain, why }: AuthenticationCheck, t: Translate, aligned?: boolean): string {
  const unchecked = result === 'none' && why !== null;
  const parts = [
    t(unchecked ? 'sender.unchecked' : `sender.${result}`),
    domain,
    aligned === false && result === 'pass' ? t('sender.other') : null,
  ];
  return [...parts, why ? t(`sender.gap.${why}`) : null].filter(Boolean).join(', ');
}
