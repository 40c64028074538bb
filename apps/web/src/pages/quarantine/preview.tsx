import { Button, Paragraph } from '@utrecht/component-library-react';
import { useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { QuarantinedDetail, QuarantinedText } from '../../api/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { useRole } from '../../app/session-context.ts';
import { PlainText } from '../../elements/plain-text.tsx';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { useText } from '../../text/text-context.tsx';

/** The plain text of a mail that nobody trusts, when somebody asks for it: text nodes only, nothing that loads or runs. */
export function Preview({ mail }: { mail: QuarantinedDetail }) {
  const { t } = useText();
  const client = useClient();
  const role = useRole();
  const [shown, setShown] = useState<QuarantinedText | null>(null);
  const action = useAction(async () => setShown(await client.get<QuarantinedText>(`/quarantine/${mail.id}/text`)));

  if (role === 'operator' && (mail.infected || mail.caseNumber !== null)) {
    return <Paragraph>{t('quarantine.textNotForYou')}</Paragraph>;
  }
  if (!shown) {
    return (
      <>
        <Paragraph>{t('quarantine.textNote')}</Paragraph>
        <ProblemNote problem={action.problem} />
        <div>
          <Button appearance="secondary-action-button" busy={action.busy} onClick={() => void action.run()}>
            {t('quarantine.showText')}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <Paragraph className="zp-small" role="status">
        {t(shown.text ? 'quarantine.textShown' : 'mail.noText')}
      </Paragraph>
      {shown.text ? <PlainText text={shown.text} /> : null}
      {shown.cut ? <Paragraph>{t('mail.textCut')}</Paragraph> : null}
    </>
  );
}
