import { Button, Paragraph } from '@utrecht/component-library-react';
import { useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { QuarantinedDetail } from '../../api/contract.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { Done } from '../../elements/notes.tsx';
import { ReasonDialog } from '../../elements/reason-dialog.tsx';
import { useText } from '../../text/text-context.tsx';

interface Props {
  mail: QuarantinedDetail;
  decided(): void;
}

/** Releases or deletes one mail, with a reason; an infected one only when that is said once more. */
export function DecideOne({ mail, decided }: Props) {
  const { t } = useText();
  const client = useClient();
  const idempotency = useIdempotencyKey();
  const [asks, setAsks] = useState<'release' | 'delete' | null>(null);
  const [done, setDone] = useState<'release' | 'delete' | null>(null);
  const confirms = asks === 'release' && mail.infected;

  async function act(reason: string) {
    if (!asks) return;
    const body = { reason, ...(confirms ? { infectedToo: true } : {}) };
    await client.post(`/quarantine/${mail.id}/${asks}`, {
      body,
      version: mail.version,
      idempotencyKey: idempotency.keyOf({ asks, version: mail.version, ...body }),
    });
    setDone(asks);
    decided();
  }
  const waits = mail.state === 'quarantined';
  return (
    <>
      {done && !waits ? <Done title={t(`quarantine.isDone.${done}`)} /> : null}
      {waits && !mail.mayRelease ? <Paragraph>{t('quarantine.onlyAdministrator')}</Paragraph> : null}
      {waits ? (
        <div className="zp-actions">
          {mail.mayRelease ? (
            <Button appearance="primary-action-button" onClick={() => setAsks('release')}>
              {t('quarantine.release')}
            </Button>
          ) : null}
          <Button appearance="secondary-action-button" onClick={() => setAsks('delete')}>
            {t('quarantine.delete')}
          </Button>
        </div>
      ) : null}
      {asks ? (
        <ReasonDialog
          title={t(`quarantine.one.${asks}`)}
          text={t(`quarantine.${asks}Text`)}
          submit={t(`quarantine.${asks}`)}
          confirmation={confirms ? t('quarantine.infectedToo') : null}
          act={act}
          close={() => setAsks(null)}
        />
      ) : null}
    </>
  );
}
