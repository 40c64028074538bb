import { StatusBadge } from '@utrecht/component-library-react';
import type { Quarantined } from '../../api/contract.ts';
import { useText } from '../../text/text-context.tsx';
import { findingTexts } from './finding-texts.ts';

/** Parts that are named in the list; all of them are on the page of the mail. */
const MOST = 4;

/** Why a mail is in quarantine, and what was found in which part. */
export function Found({ mail: { reason, verdict } }: { mail: Pick<Quarantined, 'reason' | 'verdict'> }) {
  const { t, language } = useText();
  const findings = verdict ? findingTexts(verdict, t, language) : [];
  return (
    <>
      <StatusBadge status="danger">{t(`quarantine.${reason}`)}</StatusBadge>
      <ul className="zp-plain-list zp-small">
        {findings.slice(0, MOST).map((finding) => (
          <li key={finding} className="zp-filename">
            {finding}
          </li>
        ))}
        {findings.length > MOST ? <li>{t('quarantine.more', { n: findings.length - MOST })}</li> : null}
        {verdict?.virus.testSignaturesOnly ? <li>{t('flag.testSignaturesOnly')}</li> : null}
      </ul>
    </>
  );
}
