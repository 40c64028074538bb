import { Paragraph } from '@utrecht/component-library-react';
import type { ServerMessage } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { useLoad } from '../../api/use-load.ts';
import { Content } from '../../elements/content.tsx';
import { Moment } from '../../elements/moment.tsx';
import { Empty } from '../../elements/notes.tsx';
import { Page } from '../../elements/page.tsx';
import { type Column, Table } from '../../elements/table.tsx';
import { size } from '../../format/size.ts';
import { Link } from '../../router/link.tsx';
import { usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';

interface Answer {
  items: ServerMessage[];
  more: boolean;
}

/** Mail that was seen on a server and is not with us: what the ledger calls a difference. */
export function NotStoredPage() {
  const { t, language } = useText();
  const { search } = usePlace();
  const asked = { source: search.get('source'), from: search.get('from'), to: search.get('to') };
  const refused = search.get('refused') !== null;
  const found = useLoad<Answer>(query('/ledger/not-stored', { ...asked, refused: refused ? 'true' : null }));

  const columns: Column<ServerMessage>[] = [
    {
      title: t('notStored.column.uniqueId'),
      cell: ({ uniqueId }) => <code>{uniqueId || t('notStored.noUniqueId')}</code>,
    },
    { title: t('mails.column.source'), cell: ({ mailbox }) => mailbox || t('source.pop3') },
    { title: t('mail.size'), isNumber: true, cell: (mail) => size(mail.size, language) },
    { title: t('notStored.column.firstSeen'), cell: ({ firstSeenAt }) => <Moment at={firstSeenAt} as="short" /> },
    { title: t('notStored.column.now'), cell: (mail) => <Now mail={mail} /> },
  ];
  return (
    <Page
      title={t(refused ? 'notStored.refusedTitle' : 'notStored.title')}
      lead={t(refused ? 'notStored.refusedLead' : 'notStored.lead')}
      above={<Link to={query('/ledger', asked)}>{t('notStored.back')}</Link>}
    >
      <Content {...found}>
        {({ items, more }) => (
          <>
            {items.length === 0 ? (
              <Empty>{t('notStored.empty')}</Empty>
            ) : (
              <Table
                caption={t('notStored.title')}
                columns={columns}
                items={items}
                keyOf={(one) => `${one.mailboxId} ${one.uniqueId} ${one.firstSeenAt} ${one.size}`}
              />
            )}
            {more ? <Paragraph>{t('notStored.more', { n: items.length })}</Paragraph> : null}
          </>
        )}
      </Content>
    </Page>
  );
}

function Now({ mail: { goneAt, refusedAt } }: { mail: ServerMessage }) {
  const { t, moments } = useText();
  if (goneAt) return t('notStored.gone', { at: moments.short(goneAt) });
  if (refusedAt) return t('notStored.refused', { at: moments.short(refusedAt) });
  return t('notStored.waits');
}
