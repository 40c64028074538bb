import { Button, Paragraph } from '@utrecht/component-library-react';
import { useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { DecisionResults, Quarantined } from '../../api/contract.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useRole } from '../../app/session-context.ts';
import { Done } from '../../elements/notes.tsx';
import { ReasonDialog } from '../../elements/reason-dialog.tsx';
import { useText } from '../../text/text-context.tsx';
import { outcomeTexts } from './outcome-texts.ts';

/** The API decides about no more at a time. */
const MOST = 100;

interface Props {
  items: Quarantined[];
  picked: ReadonlySet<string>;
  pick(ids: ReadonlySet<string>): void;
  decided(): void;
}

/** Releases or deletes what was picked, with one reason, and says what became of it. */
export function DecideSeveral({ items, picked, pick, decided }: Props) {
  const { t } = useText();
  const client = useClient();
  const role = useRole();
  const idempotency = useIdempotencyKey();
  const [asks, setAsks] = useState<'release' | 'delete' | null>(null);
  const [outcome, setOutcome] = useState<string[] | null>(null);

  const mails = items.filter(({ id }) => picked.has(id)).slice(0, MOST);
  const infected = mails.some(({ reason }) => reason === 'virus');
  const confirms = asks === 'release' && infected && role === 'administrator';

  async function act(reason: string) {
    if (!asks) return;
    const messages = mails.map(({ id, version }) => ({ id, version }));
    const body = { messages, reason, ...(confirms ? { infectedToo: true } : {}) };
    const answer = await client.post<DecisionResults>(`/quarantine/${asks}`, {
      body,
      idempotencyKey: idempotency.keyOf({ asks, ...body }),
    });
    setOutcome(outcomeTexts(answer, asks, t));
    pick(new Set());
    decided();
  }
  const everyone = items.length > 0 && mails.length === Math.min(items.length, MOST);
  return (
    <>
      {outcome ? (
        <Done title={t('quarantine.decided')}>
          <ul className="zp-plain-list">
            {outcome.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Done>
      ) : null}
      {items.length > 0 ? (
        <section aria-label={t('quarantine.together')}>
          <div className="zp-actions">
            <label className="zp-choice-option">
              <input
                type="checkbox"
                checked={everyone}
                onChange={() => pick(new Set(everyone ? [] : items.slice(0, MOST).map(({ id }) => id)))}
              />
              {t('quarantine.pickAll')}
            </label>
            <Button
              appearance="secondary-action-button"
              disabled={mails.length === 0}
              onClick={() => setAsks('release')}
            >
              {t('quarantine.release')}
            </Button>
            <Button
              appearance="secondary-action-button"
              disabled={mails.length === 0}
              onClick={() => setAsks('delete')}
            >
              {t('quarantine.delete')}
            </Button>
            <Paragraph className="zp-small" role="status">
              {t('quarantine.picked', { n: mails.length })}
            </Paragraph>
          </div>
        </section>
      ) : null}
      {asks ? (
        <ReasonDialog
          title={t(`quarantine.several.${asks}`, { n: mails.length })}
          text={t(
            asks === 'release' && infected && !confirms ? 'quarantine.releaseNotInfected' : `quarantine.${asks}Text`,
          )}
          submit={t(`quarantine.${asks}`)}
          confirmation={confirms ? t('quarantine.infectedToo') : null}
          act={act}
          close={() => setAsks(null)}
        />
      ) : null}
    </>
  );
}
