import { Button, Paragraph } from '@utrecht/component-library-react';
import { useState } from 'react';
import { useClient } from '../api/client-context.ts';
import { useRole } from '../app/session-context.ts';
import { useText } from '../text/text-context.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

interface Props {
  of: 'mail' | 'case';
  /** Where the record is in the API. */
  path: string;
  held: boolean;
  changed(): void;
}

/** Whether a mail, or all mail of a case, is kept whatever its term; an administrator sets and lifts that. */
export function LegalHold({ of, path, held, changed }: Props) {
  const { t } = useText();
  const client = useClient();
  const isAdministrator = useRole() === 'administrator';
  const [asks, setAsks] = useState(false);

  async function act(reason: string) {
    await client.put(`${path}/legal-hold`, { body: { hold: !held, reason } });
    changed();
  }
  if (!held && !isAdministrator) return null;
  return (
    <section aria-label={t('hold.title')}>
      {held ? <Paragraph>{t(`hold.held.${of}`)}</Paragraph> : null}
      {isAdministrator ? (
        <div>
          <Button appearance="secondary-action-button" onClick={() => setAsks(true)}>
            {t(held ? 'hold.lift' : 'hold.set')}
          </Button>
        </div>
      ) : null}
      {asks ? (
        <ReasonDialog
          title={t(held ? 'hold.lift' : 'hold.set')}
          text={t(held ? 'hold.liftText' : `hold.setText.${of}`)}
          submit={t(held ? 'hold.lift' : 'hold.set')}
          confirmation={null}
          act={act}
          close={() => setAsks(false)}
        />
      ) : null}
    </section>
  );
}
