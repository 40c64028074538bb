import type { Quarantined } from '../../api/contract.ts';
import { Moment } from '../../elements/moment.tsx';
import { useText } from '../../text/text-context.tsx';

const DAY = 86_400_000;

/** How long a mail stays before it is deleted by itself. */
export function TimeLeft({ deletesAt, now }: Pick<Quarantined, 'deletesAt'> & { now: number }) {
  const { t } = useText();
  if (deletesAt === null) return t('quarantine.held');
  const days = Math.ceil((Date.parse(deletesAt) - now) / DAY);
  return (
    <>
      {days < 1
        ? t('quarantine.daysLeft.none')
        : t(days === 1 ? 'quarantine.daysLeft.one' : 'quarantine.daysLeft.many', { n: days })}
      <div className="zp-small">
        <Moment at={deletesAt} as="day" />
      </div>
    </>
  );
}
