import { StatusBadge } from '@utrecht/component-library-react';
import type { PartVerdict, PolicyFinding } from '../../api/contract.ts';
import { FirstOf } from '../../elements/first-of.tsx';
import { size } from '../../format/size.ts';
import { useText } from '../../text/text-context.tsx';

const TONES = { clean: 'success', infected: 'danger', unscannable: 'warning' } as const;

/** What the virus scanner said of each part; what it has something against comes first. */
export function VerdictParts({ parts }: { parts: PartVerdict[] }) {
  const { t, language } = useText();
  const [clean, others] = [parts.filter(isClean), parts.filter((part) => !isClean(part))];
  return (
    <FirstOf items={[...others, ...clean]}>
      {(shown) => (
        <ul className="zp-plain-list">
          {shown.map(({ ordinal, filename, contentType, size: bytes, outcome, signature }) => (
            <li key={ordinal}>
              <span className="zp-filename">{filename ?? t('mail.noName')}</span>{' '}
              <StatusBadge status={TONES[outcome]}>{t(`scan.${outcome}`)}</StatusBadge>
              <div className="zp-small">
                {[contentType, size(bytes, language), signature].filter(Boolean).join(', ')}
              </div>
            </li>
          ))}
        </ul>
      )}
    </FirstOf>
  );
}

const isClean = ({ outcome }: PartVerdict) => outcome === 'clean';

/** Attachments that a rule is about. */
export function Findings({ policy }: { policy: PolicyFinding[] }) {
  const { t } = useText();
  return (
    <FirstOf items={policy}>
      {(shown) => (
        <ul className="zp-plain-list">
          {shown.map(({ rule, filename, kind, action }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and none changes its place.
            <li key={at} className="zp-filename">
              {t(`policy.${rule}`, { kind })}
              {filename ? `: ${filename}` : ''} ({t(`policy.${action}`)})
            </li>
          ))}
        </ul>
      )}
    </FirstOf>
  );
}
