import type { Mailbox } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { Moment } from '../../elements/moment.tsx';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

interface Props {
  mailbox: Mailbox;
}

/** When mail last came in by it. */
export function LastMail({ mailbox: { health } }: Props) {
  const { t } = useText();
  return health.lastMailAt ? <Moment at={health.lastMailAt} as="short" /> : t('app.none');
}

/** What lies on the server, and why it lies there. */
export function OnServer({ mailbox: { id, waiting, tooLarge, refused, kept } }: Props) {
  const { t } = useText();
  const some = [
    { n: waiting, text: t('mailboxes.waiting', { n: waiting }), to: null },
    {
      n: tooLarge,
      text: t('mailboxes.tooLarge', { n: tooLarge }),
      to: query('/mails', { state: 'leftOnServer', source: id }),
    },
    { n: refused, text: t('mailboxes.refused', { n: refused }), to: null },
    { n: kept, text: t('mailboxes.kept', { n: kept }), to: null },
  ].filter(({ n }) => n > 0);
  if (some.length === 0) return <span className="zp-zero">{t('mailboxes.nothingThere')}</span>;
  return (
    <ul className="zp-plain-list zp-tally">
      {some.map(({ text, to }) => (
        <li key={text}>{to ? <Link to={to}>{text}</Link> : text}</li>
      ))}
    </ul>
  );
}

/** When it is fetched next. */
export function NextFetch({ mailbox: { active, fetch } }: Props) {
  const { t } = useText();
  if (!active) return null;
  if (fetch.state === 'running') return t('mailboxes.now');
  return fetch.nextAt ? <Moment at={fetch.nextAt} as="second" /> : t('mailboxes.soon');
}
