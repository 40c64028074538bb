import type { ListPage, Mailbox } from '../../api/contract.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useLoad } from '../../api/use-load.ts';
import { useRole } from '../../app/session-context.ts';
import { Content } from '../../elements/content.tsx';
import { Empty } from '../../elements/notes.tsx';
import { Page } from '../../elements/page.tsx';
import { type Column, Table } from '../../elements/table.tsx';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';
import { MailboxCondition } from './condition.tsx';
import { LastMail, NextFetch, OnServer } from './mailbox-cells.tsx';

/** Every mailbox with how it does. */
export function MailboxesPage() {
  const { t } = useText();
  const mayChange = useRole() === 'administrator';
  const mailboxes = useLoad<ListPage<Mailbox>>('/mailboxes', { every: TEN_SECONDS });

  const columns: Column<Mailbox>[] = [
    {
      title: t('mailboxes.column.name'),
      cell: ({ id, name, host, port }) => (
        <>
          <Link to={`/mailboxes/${id}`}>{name}</Link>
          <div className="zp-small">
            {host}:{port}
          </div>
        </>
      ),
    },
    { title: t('mailboxes.column.condition'), cell: (mailbox) => <MailboxCondition mailbox={mailbox} /> },
    { title: t('mailboxes.column.lastMail'), cell: (mailbox) => <LastMail mailbox={mailbox} /> },
    { title: t('mailboxes.column.onServer'), cell: (mailbox) => <OnServer mailbox={mailbox} /> },
    { title: t('mailboxes.column.next'), cell: (mailbox) => <NextFetch mailbox={mailbox} /> },
  ];
  return (
    <Page title={t('mailboxes.title')} lead={t('mailboxes.lead')}>
      {mayChange ? (
        <p>
          <Link to="/mailboxes/new">{t('mailboxes.add')}</Link>
        </p>
      ) : null}
      <Content {...mailboxes}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{t('mailboxes.empty')}</Empty>
          ) : (
            <Table caption={t('mailboxes.title')} columns={columns} items={items} keyOf={({ id }) => id} />
          )
        }
      </Content>
    </Page>
  );
}
