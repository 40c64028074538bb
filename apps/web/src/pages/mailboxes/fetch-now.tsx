import { Button, Paragraph } from '@utrecht/component-library-react';
import { useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import { useAction } from '../../api/use-action.ts';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { useText } from '../../text/text-context.tsx';

/** Has the mailbox fetched now, and not when its turn comes. */
export function FetchNow({ id, begun }: { id: string; begun(): void }) {
  const { t } = useText();
  const client = useClient();
  const [said, setSaid] = useState<'begun' | 'running' | null>(null);
  const action = useAction(async () => {
    const { state } = await client.post<{ state: 'begun' | 'running' }>(`/mailboxes/${id}/fetch`);
    setSaid(state);
    begun();
  });
  return (
    <>
      <ProblemNote problem={action.problem} />
      <div>
        <Button appearance="secondary-action-button" busy={action.busy} onClick={() => void action.run()}>
          {t('mailboxes.fetchNow')}
        </Button>
      </div>
      <div role="status">{said ? <Paragraph>{t(`mailboxes.fetch.${said}`)}</Paragraph> : null}</div>
    </>
  );
}
