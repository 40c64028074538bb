import { Heading3, Paragraph, StatusBadge } from '@utrecht/component-library-react';
import type { TimelineEntry } from '../../api/contract.ts';
import { Confirmation } from '../../elements/confirmation.tsx';
import { Deliveries } from '../../elements/deliveries.tsx';
import { Moment } from '../../elements/moment.tsx';
import { Released } from '../../elements/released.tsx';
import { StateBadge } from '../../elements/state-badge.tsx';
import { whyText } from '../../elements/why-text.ts';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

interface Props {
  entries: TimelineEntry[];
  number: number;
  changed(): void;
}

export function Timeline({ entries, number, changed }: Props) {
  return (
    <ol className="zp-timeline">
      {entries.map((entry) => (
        <li key={entry.id} className={`zp-entry zp-entry--${entry.direction}`}>
          <Entry entry={entry} number={number} changed={changed} />
        </li>
      ))}
    </ol>
  );
}

function Entry({ entry, number, changed }: Omit<Props, 'entries'> & { entry: TimelineEntry }) {
  const { t } = useText();
  return (
    <>
      <div className="zp-small">
        <Moment at={entry.at} />, {t(`case.${entry.direction}`, { who: entry.who })}
      </div>
      <Heading3 className="zp-entry-title">{entry.subject || t('pipeline.noSubject')}</Heading3>
      {entry.needsConfirmation || entry.flags.length > 0 ? (
        <p className="zp-flags">
          {entry.needsConfirmation ? <StateBadge of="inbound" state="needsConfirmation" /> : null}
          {entry.flags.map((flag) => (
            <StatusBadge key={flag} status="warning">
              {t(`flag.${flag}`)}
            </StatusBadge>
          ))}
        </p>
      ) : null}
      {entry.summary ? <Paragraph className="zp-summary">{entry.summary}</Paragraph> : null}
      {entry.documents.length > 0 ? (
        <ul className="zp-plain-list">
          {entry.documents.map(({ id, filename, role }) => (
            <li key={id}>
              <Link to={`/cases/${number}/documents?open=${id}`} className="zp-filename">
                {filename}
              </Link>{' '}
              <span className="zp-small">{t(`document.${role}`)}</span>
            </li>
          ))}
          {entry.moreDocuments > 0 ? (
            <li>
              <Link to={`/cases/${number}/documents`}>{t('app.andMore', { n: entry.moreDocuments })}</Link>
            </li>
          ) : null}
        </ul>
      ) : null}
      {entry.deliveries.length > 0 ? <Deliveries deliveries={entry.deliveries} /> : null}
      {entry.why ? <Paragraph className="zp-small">{t('case.why', { why: whyText(entry.why, t) })}</Paragraph> : null}
      {entry.release ? <Released release={entry.release} /> : null}
      {entry.inboundMessageId ? (
        <>
          <Confirmation mailId={entry.inboundMessageId} needed={entry.needsConfirmation} confirmed={changed} />
          <div className="zp-small">
            <Link to={`/mails/${entry.inboundMessageId}`}>{t('case.mail')}</Link>
          </div>
        </>
      ) : null}
    </>
  );
}
