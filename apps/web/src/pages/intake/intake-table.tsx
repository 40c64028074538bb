import type { IntakeDocument } from '../../api/contract.ts';
import { Address } from '../../elements/address.tsx';
import { Moment } from '../../elements/moment.tsx';
import { StateBadge } from '../../elements/state-badge.tsx';
import { type Column, Table } from '../../elements/table.tsx';
import { size } from '../../format/size.ts';
import { Link } from '../../router/link.tsx';
import { usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';

export function IntakeTable({ items }: { items: IntakeDocument[] }) {
  const { t, language } = useText();
  const { search } = usePlace();
  const state = search.get('state');

  const columns: Column<IntakeDocument>[] = [
    {
      title: t('intake.column.document'),
      cell: ({ id, filename, contentType, size: bytes }) => (
        <>
          <Link
            to={`/intake?${new URLSearchParams({ ...(state ? { state } : {}), open: id })}`}
            className="zp-subject zp-filename"
          >
            {filename}
          </Link>
          <div className="zp-small">
            {contentType}, {size(bytes, language)}
          </div>
        </>
      ),
    },
    {
      title: t('intake.column.from'),
      cell: ({ from, subject }) => (
        <>
          <Address of={from} />
          <div className="zp-small">{subject}</div>
        </>
      ),
    },
    { title: t('intake.column.received'), cell: ({ receivedAt }) => <Moment at={receivedAt} as="short" /> },
    { title: t('intake.state'), cell: (document) => <StateBadge of="intake" state={document.state} /> },
  ];
  return <Table caption={t('intake.title')} columns={columns} items={items} keyOf={({ id }) => id} />;
}
