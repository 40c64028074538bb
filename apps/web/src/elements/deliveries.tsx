import type { Delivery } from '../api/contract.ts';
import { useText } from '../text/text-context.tsx';
import { Address } from './address.tsx';
import { StateBadge } from './state-badge.tsx';

/** What became of an outgoing mail, per recipient. */
export function Deliveries({ deliveries }: { deliveries: Delivery[] }) {
  const { t } = useText();
  return (
    <ul className="zp-deliveries" aria-label={t('case.deliveries')}>
      {deliveries.map(({ address, role, state, reply }) => (
        <li key={`${role} ${address}`}>
          <span className="zp-address">
            <Address of={address} />
            {role === 'to' ? '' : ` (${t(`recipient.${role}`)})`}
          </span>
          <StateBadge of="delivery" state={state} />
          {reply && state !== 'sent' ? (
            <span className="zp-small zp-block" lang="en">
              {reply}
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
