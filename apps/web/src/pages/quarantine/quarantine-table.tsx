import type { Quarantined } from '../../api/contract.ts';
import { useRole } from '../../app/session-context.ts';
import { Address } from '../../elements/address.tsx';
import { Moment } from '../../elements/moment.tsx';
import { subjectText } from '../../elements/subject-text.ts';
import { type Column, Table } from '../../elements/table.tsx';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';
import { Found } from './found.tsx';
import { TimeLeft } from './time-left.tsx';

interface Props {
  items: Quarantined[];
  picked: ReadonlySet<string>;
  pick(ids: ReadonlySet<string>): void;
}

export function QuarantineTable({ items, picked, pick }: Props) {
  const { t } = useText();
  const role = useRole();
  const subjectOf = (mail: Quarantined) => subjectText(mail, role, t);
  const toggle = (id: string) =>
    pick(picked.has(id) ? new Set([...picked].filter((one) => one !== id)) : new Set([...picked, id]));

  const columns: Column<Quarantined>[] = [
    {
      title: t('pipeline.column.mail'),
      cell: (mail) => (
        <div className="zp-pick">
          <input
            type="checkbox"
            aria-label={t('quarantine.pick', { subject: subjectOf(mail) })}
            checked={picked.has(mail.id)}
            onChange={() => toggle(mail.id)}
          />
          <div>
            <Link to={`/quarantine/${mail.id}`} className="zp-subject">
              {subjectOf(mail)}
            </Link>
            <div className="zp-small">{t(`source.${mail.source}`)}</div>
          </div>
        </div>
      ),
    },
    { title: t('pipeline.column.from'), cell: ({ from }) => <Address of={from} /> },
    { title: t('quarantine.column.since'), cell: ({ quarantinedAt }) => <Moment at={quarantinedAt} as="short" /> },
    { title: t('quarantine.column.why'), cell: (mail) => <Found mail={mail} /> },
    {
      title: t('quarantine.column.left'),
      cell: ({ deletesAt }) => <TimeLeft deletesAt={deletesAt} now={Date.now()} />,
    },
  ];
  return (
    <Table
      className="zp-quarantine"
      caption={t('quarantine.title')}
      columns={columns}
      items={items}
      keyOf={({ id }) => id}
    />
  );
}
