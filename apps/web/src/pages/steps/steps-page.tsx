import { useState } from 'react';
import type { FailedStep } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useList } from '../../api/use-list.ts';
import { List } from '../../elements/list.tsx';
import { Done } from '../../elements/notes.tsx';
import { Page } from '../../elements/page.tsx';
import { useText } from '../../text/text-context.tsx';
import { StepCard } from './step-card.tsx';

export function StepsPage() {
  const { t } = useText();
  const list = useList<FailedStep>(query('/steps', { state: 'failed', limit: 25 }), { every: TEN_SECONDS });
  const [done, setDone] = useState(false);

  function replayed() {
    setDone(true);
    list.reload();
  }
  return (
    <Page title={t('steps.title')} lead={t('steps.lead')}>
      {done ? <Done title={t('steps.replayed')} /> : null}
      <List list={list} empty={t('steps.empty')}>
        {(items) => (
          <ul className="zp-cards">
            {items.map((step) => (
              <li key={step.id} className="zp-card">
                <StepCard step={step} replayed={replayed} />
              </li>
            ))}
          </ul>
        )}
      </List>
    </Page>
  );
}
