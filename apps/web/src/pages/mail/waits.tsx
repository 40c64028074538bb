import { Alert, Paragraph } from '@utrecht/component-library-react';
import type { WaitsFor } from '../../api/contract.ts';
import { mendText } from '../../elements/mend-text.ts';
import { troubleText } from '../../elements/trouble-text.ts';
import { useText } from '../../text/text-context.tsx';

/** Why a mail is not at its end, and what it waits for. */
export function Waits({ waitsFor }: { waitsFor: WaitsFor | null }) {
  const { t, moments } = useText();
  if (!waitsFor) return null;
  if (waitsFor.for === 'person') return <Paragraph>{t(`waits.person.${waitsFor.task}`)}</Paragraph>;
  if (waitsFor.for !== 'stage') return <Paragraph>{t(`waits.${waitsFor.for}`)}</Paragraph>;

  const { stage, state, since, nextTryAt, code } = waitsFor;
  const at = { stage: t(`stage.${stage}`), since: moments.short(since), next: moments.short(nextTryAt) };
  if (!code) return <Paragraph>{t(state === 'running' ? 'waits.running' : 'waits.pending', at)}</Paragraph>;
  return (
    <Alert type="warning">
      <Paragraph>{t('waits.trouble', { ...at, trouble: troubleText(code, t) })}</Paragraph>
      <Paragraph>
        {mendText(code, t)} <code>{code}</code>
      </Paragraph>
    </Alert>
  );
}
