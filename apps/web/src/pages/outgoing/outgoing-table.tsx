import type { OutboundMessage } from '../../api/contract.ts';
import { useRole } from '../../app/session-context.ts';
import { Deliveries } from '../../elements/deliveries.tsx';
import { Moment } from '../../elements/moment.tsx';
import { subjectText } from '../../elements/subject-text.ts';
import { type Column, Table } from '../../elements/table.tsx';
import { troubleText } from '../../elements/trouble-text.ts';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

export function OutgoingTable({ items }: { items: OutboundMessage[] }) {
  const { t } = useText();
  const columns: Column<OutboundMessage>[] = [
    { title: t('outgoing.column.mail'), cell: (mail) => <Mail {...mail} /> },
    { title: t('outgoing.column.created'), cell: ({ createdAt }) => <Moment at={createdAt} as="short" /> },
    {
      title: t('outgoing.column.deliveries'),
      cell: ({ deliveries }) =>
        deliveries.length > 0 ? <Deliveries deliveries={deliveries} /> : t('outgoing.noRecipients'),
    },
  ];
  return <Table caption={t('outgoing.title')} columns={columns} items={items} keyOf={({ id }) => id} />;
}

function Mail(mail: OutboundMessage) {
  const { t } = useText();
  const role = useRole();
  const { kind, caseNumber, state, errorCode } = mail;
  const number = caseNumber === null ? null : t('pipeline.case', { number: caseNumber });
  return (
    <>
      <span className="zp-subject">{subjectText(mail, role, t)}</span>
      <div className="zp-small">
        {t(`outgoing.kind.${kind}`)}
        {number ? ', ' : null}
        {number && role !== 'operator' ? <Link to={`/cases/${caseNumber}`}>{number}</Link> : number}
      </div>
      {state === 'frozen' ? null : <div className="zp-small">{t(`outgoing.state.${state}`)}</div>}
      {errorCode ? (
        <div className="zp-small zp-sentence">
          {troubleText(errorCode, t)} <code>{errorCode}</code>
        </div>
      ) : null}
    </>
  );
}
