import { Button, Paragraph } from '@utrecht/component-library-react';
import { useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { Mail } from '../../api/contract.ts';
import { useRole } from '../../app/session-context.ts';
import { ReasonDialog } from '../../elements/reason-dialog.tsx';
import { useText } from '../../text/text-context.tsx';

interface Props {
  mail: Pick<Mail, 'id' | 'bytesGoneAt'>;
  changed(): void;
}

/** Says what a duplicate is, and lets who keeps the mail moving take it for a mail of its own. */
export function Duplicate({ mail, changed }: Props) {
  const { t } = useText();
  const client = useClient();
  const [asks, setAsks] = useState(false);
  const mayDeliver = useRole() !== 'caseWorker' && mail.bytesGoneAt === null;

  async function act(reason: string) {
    await client.post(`/inbound-messages/${mail.id}/deliver`, { body: { reason } });
    changed();
  }
  return (
    <>
      <Paragraph>{t('duplicate.text')}</Paragraph>
      {mayDeliver ? (
        <div>
          <Button appearance="secondary-action-button" onClick={() => setAsks(true)}>
            {t('duplicate.deliver')}
          </Button>
        </div>
      ) : null}
      {asks ? (
        <ReasonDialog
          title={t('duplicate.ask')}
          text={t('duplicate.deliverText')}
          submit={t('duplicate.deliver')}
          confirmation={null}
          act={act}
          close={() => setAsks(false)}
        />
      ) : null}
    </>
  );
}
