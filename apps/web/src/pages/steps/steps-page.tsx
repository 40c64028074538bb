import { useState } from 'react';
import type { FailedStep } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { useList } from '../../api/use-list.ts';
import { List } from '../../elements/list.tsx';
import { Moment } from '../../elements/moment.tsx';
import { Done } from '../../elements/notes.tsx';
import { Page } from '../../elements/page.tsx';
import { type Column, Table } from '../../elements/table.tsx';
import { troubleText } from '../../elements/trouble-text.ts';
import { useText } from '../../text/text-context.tsx';
import { About } from './about.tsx';
import { Replay } from './replay.tsx';

const TEN_SECONDS = 10_000;

export function StepsPage() {
  const { t } = useText();
  const list = useList<FailedStep>(query('/steps', { state: 'failed', limit: 25 }), { every: TEN_SECONDS });
  const [done, setDone] = useState(false);

  function replayed() {
    setDone(true);
    list.reload();
  }
  const columns: Column<FailedStep>[] = [
    {
      title: t('steps.column.stage'),
      cell: (step) => (
        <>
          <strong>{t(`stage.${step.stage}`)}</strong>
          <About {...step} />
        </>
      ),
    },
    { title: t('steps.column.error'), cell: (step) => <Cause {...step} /> },
    {
      title: t('steps.column.when'),
      cell: ({ finishedAt, createdAt }) => <Moment at={finishedAt ?? createdAt} as="short" />,
    },
    {
      title: t('steps.column.action'),
      cell: (step) => (step.replayed ? t('steps.wasReplayed') : <Replay step={step} replayed={replayed} />),
    },
  ];
  return (
    <Page title={t('steps.title')} lead={t('steps.lead')}>
      {done ? <Done title={t('steps.replayed')} /> : null}
      <List list={list} empty={t('steps.empty')}>
        {(items) => <Table caption={t('steps.title')} columns={columns} items={items} keyOf={({ id }) => id} />}
      </List>
    </Page>
  );
}

function Cause({ errorCode, errorText, attempts }: FailedStep) {
  const { t } = useText();
  return (
    <>
      {errorCode ? (
        <span className="zp-sentence">
          {troubleText(errorCode, t)} <code>{errorCode}</code>
        </span>
      ) : null}
      <div className="zp-small">
        {attempts === 1 ? t('mail.attempts.one') : t('mail.attempts.many', { n: attempts })}
      </div>
      {errorText ? (
        <details className="zp-small">
          <summary>{t('app.technical')}</summary>
          <span lang="en">{errorText}</span>
        </details>
      ) : null}
    </>
  );
}
