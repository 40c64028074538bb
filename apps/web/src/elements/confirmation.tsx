import { Button, Paragraph, StatusBadge } from '@utrecht/component-library-react';
import { useId, useState } from 'react';
import { useClient } from '../api/client-context.ts';
import { useAction } from '../api/use-action.ts';
import { useText } from '../text/text-context.tsx';
import { ProblemNote } from './problem-note.tsx';
import { useLostFocus } from './use-lost-focus.ts';

interface Props {
  mailId: string;
  needed: boolean;
  confirmed(): void;
}

/** Lets a person confirm that mail of an unknown sender belongs on its case, and says so once that is done. */
export function Confirmation({ mailId, needed, confirmed }: Props) {
  const { t } = useText();
  const client = useClient();
  const text = useId();
  const [done, setDone] = useState(false);
  const action = useAction(async () => {
    await client.post(`/inbound-messages/${mailId}/confirm`, { body: {} });
    setDone(true);
    confirmed();
  });

  if (done) return <Confirmed />;
  if (!needed) return null;
  return (
    <div className="zp-confirmation">
      <Paragraph id={text}>{t('confirmation.text')}</Paragraph>
      <ProblemNote problem={action.problem} />
      <div>
        <Button
          appearance="primary-action-button"
          aria-describedby={text}
          busy={action.busy}
          onClick={() => void action.run()}
        >
          {t('confirmation.submit')}
        </Button>
      </div>
    </div>
  );
}

function Confirmed() {
  const { t } = useText();
  const said = useLostFocus<HTMLParagraphElement>();
  return (
    <p ref={said} tabIndex={-1} role="status">
      <StatusBadge status="success">{t('confirmation.done')}</StatusBadge>
    </p>
  );
}
