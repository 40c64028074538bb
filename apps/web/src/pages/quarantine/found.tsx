import { StatusBadge } from '@utrecht/component-library-react';
import type { Quarantined } from '../../api/contract.ts';
import { useText } from '../../text/text-context.tsx';
import { findingTexts } from './finding-texts.ts';

/** Lines in the list; everything is on the page of the mail. */
const MOST = 4;

/** Why a mail is in quarantine, and what was found in which part. */
export function Found({ mail }: { mail: Pick<Quarantined, 'reason' | 'verdict' | 'findings'> }) {
  const { t, language } = useText();
  const { reason, verdict, findings: all } = mail;
  const findings = verdict ? findingTexts({ verdict, clean: all.clean }, t, language) : [];
  const unsent = verdict ? all.notClean + all.policy - verdict.parts.length - verdict.policy.length : 0;
  const more = Math.max(0, findings.length - MOST) + unsent;
  return (
    <>
      <StatusBadge status="danger">{t(`quarantine.${reason}`)}</StatusBadge>
      <ul className="zp-plain-list zp-small">
        {findings.slice(0, MOST).map((finding) => (
          <li key={finding} className="zp-filename">
            {finding}
          </li>
        ))}
        {more > 0 ? <li>{t('app.andMore', { n: more })}</li> : null}
        {verdict?.virus.testSignaturesOnly ? <li>{t('flag.testSignaturesOnly')}</li> : null}
      </ul>
    </>
  );
}
