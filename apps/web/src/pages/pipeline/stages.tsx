import { Paragraph } from '@utrecht/component-library-react';
import type { StageCounts } from '../../api/contract.ts';
import { type Column, Table } from '../../elements/table.tsx';
import { useText } from '../../text/text-context.tsx';
import { Condition } from './condition.tsx';

const COUNTS = ['waiting', 'running', 'delayed', 'failed', 'doneToday'] as const;

export function Stages({ stages }: { stages: StageCounts[] }) {
  const { t } = useText();
  const columns: Column<StageCounts>[] = [
    {
      title: t('pipeline.column.stage'),
      cell: ({ stage }) => (
        <>
          <strong>{t(`stage.${stage}`)}</strong>
          <Paragraph className="zp-small">{t(`stageWork.${stage}`)}</Paragraph>
        </>
      ),
    },
    { title: t('pipeline.column.condition'), cell: (stage) => <Condition counts={stage} /> },
    ...COUNTS.map((count) => ({
      title: t(`pipeline.${count}`),
      isNumber: true,
      cell: (stage: StageCounts) => <Count of={stage[count]} />,
    })),
  ];
  return <Table caption={t('pipeline.stages')} columns={columns} items={stages} keyOf={({ stage }) => stage} />;
}

function Count({ of }: { of: number }) {
  const { language } = useText();
  return <span className={of === 0 ? 'zp-zero' : 'zp-count'}>{new Intl.NumberFormat(language).format(of)}</span>;
}
