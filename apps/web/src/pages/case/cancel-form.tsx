import { Button, Heading4, Paragraph } from '@utrecht/component-library-react';
import { useClient } from '../../api/client-context.ts';
import type { ScheduledEmail } from '../../api/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { useText } from '../../text/text-context.tsx';

interface Props {
  email: ScheduledEmail;
  keep(): void;
  cancelled(): void;
}

export function CancelForm({ email, keep, cancelled }: Props) {
  const { t } = useText();
  const client = useClient();
  const action = useAction(async () => {
    await client.post(`/scheduled-emails/${email.id}/cancel`, { version: email.version });
    cancelled();
  });
  return (
    <div className="zp-form">
      <Heading4>{t('cancelEmail.title')}</Heading4>
      <Paragraph>{t('cancelEmail.text')}</Paragraph>
      <ProblemNote problem={action.problem} />
      <div className="zp-actions">
        <Button appearance="primary-action-button" hint="danger" busy={action.busy} onClick={() => void action.run()}>
          {t('cancelEmail.submit')}
        </Button>
        <Button appearance="secondary-action-button" onClick={keep}>
          {t('cancelEmail.keep')}
        </Button>
      </div>
    </div>
  );
}
