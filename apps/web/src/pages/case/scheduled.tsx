import { Heading2 } from '@utrecht/component-library-react';
import { useState } from 'react';
import type { Case, ListPage, ScheduledEmail } from '../../api/contract.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useLoad } from '../../api/use-load.ts';
import { Content } from '../../elements/content.tsx';
import { Done, Empty } from '../../elements/notes.tsx';
import { useText } from '../../text/text-context.tsx';
import { PlanForm } from './plan-form.tsx';
import { ScheduledItem } from './scheduled-item.tsx';

/** What waits for its moment on this case, and the form to let another wait. */
export function Scheduled({ zaak }: { zaak: Case }) {
  const { t } = useText();
  const emails = useLoad<ListPage<ScheduledEmail>>(`/cases/${zaak.number}/scheduled-emails`, { every: TEN_SECONDS });
  const [done, setDone] = useState<string | null>(null);

  function changed(what: string) {
    setDone(what);
    emails.reload();
  }
  return (
    <div className="zp-columns">
      <section className="zp-column-main" aria-labelledby="scheduled">
        <Heading2 id="scheduled">{t('case.scheduled')}</Heading2>
        {done ? <Done title={done} /> : null}
        <Content {...emails}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty>{t('scheduledOnCase.empty')}</Empty>
            ) : (
              <ul className="zp-cards">
                {items.map((email) => (
                  <li key={email.id} className="zp-card">
                    <ScheduledItem email={email} changed={changed} />
                  </li>
                ))}
              </ul>
            )
          }
        </Content>
      </section>
      <section className="zp-column-aside" aria-labelledby="plan">
        <Heading2 id="plan">{t('plan.title')}</Heading2>
        <PlanForm zaak={zaak} planned={() => changed(t('plan.done'))} />
      </section>
    </div>
  );
}
