import { Heading2, Paragraph, StatusBadge } from '@utrecht/component-library-react';
import type { QuarantinedDetail } from '../../api/contract.ts';
import { ReadingNotes } from '../../elements/reading-notes.tsx';
import { reasonText } from '../../elements/reason-text.ts';
import { Released } from '../../elements/released.tsx';
import { StateBadge } from '../../elements/state-badge.tsx';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';
import { MailAside } from '../mail/mail-aside.tsx';
import { DecideOne } from './decide-one.tsx';
import { Preview } from './preview.tsx';
import { TimeLeft } from './time-left.tsx';

interface Props {
  mail: QuarantinedDetail;
  changed(): void;
}

export function QuarantinedView({ mail, changed }: Props) {
  const { t } = useText();
  const waits = mail.state === 'quarantined';
  const because = reasonText(mail, t);
  return (
    <div className="zp-columns">
      <div className="zp-column-main">
        <section aria-labelledby="where">
          <Heading2 id="where">{t('mail.where')}</Heading2>
          <p className="zp-where">
            <StateBadge of="inbound" state={mail.state} />
            {because ? <StatusBadge status={waits ? 'danger' : 'inactive'}>{because}</StatusBadge> : null}
          </p>
          {mail.release ? <Released release={mail.release} /> : null}
          {mail.release && waits ? <Paragraph>{t('quarantine.again')}</Paragraph> : null}
          {waits ? (
            <div>
              {t('quarantine.column.left')}: <TimeLeft deletesAt={mail.deletesAt} now={Date.now()} />
            </div>
          ) : null}
          <DecideOne mail={mail} decided={changed} />
          <div>
            <Link to={`/mails/${mail.id}`}>{t('unmatched.toMail')}</Link>
          </div>
        </section>
        <ReadingNotes mail={mail} />
        {waits ? (
          <section aria-labelledby="text">
            <Heading2 id="text">{t('mail.text')}</Heading2>
            <Preview mail={mail} />
          </section>
        ) : null}
      </div>
      <MailAside mail={mail} gone={false} changed={changed} />
    </div>
  );
}
