import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';
import type { TextKey } from '../../text/translate.ts';

/** So many mails of a kind, and where they are listed. */
export interface Count {
  n: number;
  what: TextKey;
  to?: string;
}

/** Numbers with what they count, the largest first, each leading to the mails. */
export function Tally({ counts }: { counts: Count[] }) {
  const { t, moments } = useText();
  if (counts.length === 0) return <span className="zp-zero">{t('ledger.none')}</span>;
  return (
    <ul className="zp-plain-list zp-tally">
      {counts
        .toSorted((a, b) => b.n - a.n)
        .map(({ n, what, to }) => (
          <li key={what}>
            {to ? <Link to={to}>{moments.count(n)}</Link> : <span className="zp-count">{moments.count(n)}</span>}{' '}
            <span className="zp-small">{t(what)}</span>
          </li>
        ))}
    </ul>
  );
}
