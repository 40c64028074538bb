import { Button, Paragraph } from '@utrecht/component-library-react';
import { type FormEvent, useRef, useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { Case, ListPage, Template } from '../../api/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useLoad } from '../../api/use-load.ts';
import { focusFirstError } from '../../elements/focus-first-error.ts';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { firstChoice, recipientsError, recipientsOf } from '../../elements/recipients.ts';
import { RecipientsField } from '../../elements/recipients-field.tsx';
import { refusal } from '../../elements/refusal.ts';
import { TemplateField } from '../../elements/template-field.tsx';
import { wallTimeErrors } from '../../elements/wall-time-errors.ts';
import { WallTimeFields } from '../../elements/wall-time-fields.tsx';
import { ZONE } from '../../format/moments.ts';
import { useText } from '../../text/text-context.tsx';

interface Props {
  zaak: Case;
  planned(): void;
}

const NO_MOMENT = { date: '', time: '09:00' };

export function PlanForm({ zaak, planned }: Props) {
  const { t } = useText();
  const client = useClient();
  const { keyOf, forget } = useIdempotencyKey();
  const templates = useLoad<ListPage<Template>>('/templates');
  const [templateId, setTemplateId] = useState('');
  const [recipients, setRecipients] = useState(() => firstChoice(zaak.parties));
  const [moment, setMoment] = useState(NO_MOMENT);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const to = recipientsOf(recipients, zaak.parties);
  const errors = {
    templateId: templateId ? undefined : t('app.required'),
    to: recipientsError(to, t),
    ...wallTimeErrors(moment, new Date(), t),
  };
  const shown: Partial<typeof errors> = tried ? errors : {};

  const action = useAction(async () => {
    const body = { templateId, to, wallTime: `${moment.date}T${moment.time}`, zone: ZONE };
    await client.post(`/cases/${zaak.number}/scheduled-emails`, { body, idempotencyKey: keyOf(body) });
    forget();
    setMoment(NO_MOMENT);
    setTemplateId('');
    setTried(false);
    planned();
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.values(errors).some(Boolean)) focusFirstError(form);
    else void action.run().then((done) => done || focusFirstError(form));
  }
  return (
    <form ref={form} className="zp-form" noValidate onSubmit={submit}>
      <Paragraph className="zp-small">{t('plan.lead')}</Paragraph>
      <ProblemNote problem={templates.problem} retry={templates.reload} />
      <ProblemNote problem={action.problem} />
      <TemplateField
        templates={templates.data?.items ?? []}
        chosen={templateId}
        choose={setTemplateId}
        error={shown.templateId ?? refusal(action.problem, 'templateId', t)}
      />
      <RecipientsField
        parties={zaak.parties}
        choice={recipients}
        choose={setRecipients}
        error={shown.to ?? refusal(action.problem, 'to', t)}
      />
      <WallTimeFields
        value={moment}
        change={setMoment}
        errors={{ ...shown, date: shown.date ?? refusal(action.problem, 'wallTime', t) }}
      />
      <div>
        <Button type="submit" appearance="primary-action-button" busy={action.busy}>
          {t('plan.submit')}
        </Button>
      </div>
    </form>
  );
}
