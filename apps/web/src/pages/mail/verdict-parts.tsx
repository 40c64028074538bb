import { StatusBadge } from '@utrecht/component-library-react';
import type { PartVerdict, PolicyFinding } from '../../api/contract.ts';
import { size } from '../../format/size.ts';
import { useText } from '../../text/text-context.tsx';

const TONES = { clean: 'success', infected: 'danger', unscannable: 'warning' } as const;

/** What the virus scanner said of each part. */
export function VerdictParts({ parts }: { parts: PartVerdict[] }) {
  const { t, language } = useText();
  return (
    <ul className="zp-plain-list">
      {parts.map(({ ordinal, filename, contentType, size: bytes, outcome, signature }) => (
        <li key={ordinal}>
          <span className="zp-filename">{filename ?? t('mail.noName')}</span>{' '}
          <StatusBadge status={TONES[outcome]}>{t(`scan.${outcome}`)}</StatusBadge>
          <div className="zp-small">{[contentType, size(bytes, language), signature].filter(Boolean).join(', ')}</div>
        </li>
      ))}
    </ul>
  );
}

/** Attachments that a rule is about. */
export function Findings({ policy }: { policy: PolicyFinding[] }) {
  const { t } = useText();
  return (
    <ul className="zp-plain-list">
      {policy.map(({ rule, filename, kind, action }) => (
        <li key={`${rule} ${filename} ${kind}`}>
          {t(`policy.${rule}`, { kind })}
          {filename ? `: ${filename}` : ''} ({t(`policy.${action}`)})
        </li>
      ))}
    </ul>
  );
}
