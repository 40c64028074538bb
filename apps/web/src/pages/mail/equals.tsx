import { Paragraph } from '@utrecht/component-library-react';
import type { EqualMail } from '../../api/contract.ts';
import { FirstOf } from '../../elements/first-of.tsx';
import { Moment } from '../../elements/moment.tsx';
import { sourceName } from '../../elements/source-name.ts';
import { StateBadge } from '../../elements/state-badge.tsx';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

/** The other mails of the very same bytes. */
export function Equals({ equals }: { equals: EqualMail[] }) {
  const { t } = useText();
  return (
    <>
      <Paragraph className="zp-small">{t('equals.note')}</Paragraph>
      <FirstOf items={equals}>
        {(shown) => (
          <ul className="zp-plain-list">
            {shown.map(({ id, receivedAt, state, source: kind, sourceName: name }) => (
              <li key={id}>
                <Link to={`/mails/${id}`}>
                  <Moment at={receivedAt} />
                </Link>{' '}
                {sourceName({ kind, name }, t)} <StateBadge of="inbound" state={state} />
              </li>
            ))}
          </ul>
        )}
      </FirstOf>
    </>
  );
}
