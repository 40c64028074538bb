import { Button, Heading2, Paragraph, Textarea, Textbox } from '@utrecht/component-library-react';
import { type FormEvent, useRef, useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { Case, ListPage, Template } from '../../api/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useLoad } from '../../api/use-load.ts';
import { Choice } from '../../elements/choice.tsx';
import { Field } from '../../elements/field.tsx';
import { focusFirstError } from '../../elements/focus-first-error.ts';
import { Done } from '../../elements/notes.tsx';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { firstChoice, recipientsError, recipientsOf } from '../../elements/recipients.ts';
import { RecipientsField } from '../../elements/recipients-field.tsx';
import { refusal } from '../../elements/refusal.ts';
import { TemplateField } from '../../elements/template-field.tsx';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

interface Props {
  zaak: Case;
  sent(): void;
}

export function WriteMail({ zaak, sent }: Props) {
  const { t } = useText();
  const [done, setDone] = useState(false);
  return (
    <section aria-labelledby="write">
      <Heading2 id="write">{t('write.title')}</Heading2>
      <Paragraph>{t('write.lead')}</Paragraph>
      {done ? (
        <Done title={t('write.done')}>
          <Paragraph>{t('write.doneText')}</Paragraph>
          <div className="zp-actions">
            <Link to={`/cases/${zaak.number}`}>{t('write.toTimeline')}</Link>
            <Button appearance="secondary-action-button" onClick={() => setDone(false)}>
              {t('write.another')}
            </Button>
          </div>
        </Done>
      ) : (
        <WriteForm
          zaak={zaak}
          sent={() => {
            setDone(true);
            sent();
          }}
        />
      )}
    </section>
  );
}

function WriteForm({ zaak, sent }: Props) {
  const { t } = useText();
  const client = useClient();
  const { keyOf } = useIdempotencyKey();
  const templates = useLoad<ListPage<Template>>('/templates');
  const [how, setHow] = useState<'own' | 'template'>('own');
  const [recipients, setRecipients] = useState(() => firstChoice(zaak.parties));
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const [templateId, setTemplateId] = useState('');
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const to = recipientsOf(recipients, zaak.parties);
  const required = (value: string) => (value.trim() ? undefined : t('app.required'));
  const errors =
    how === 'own'
      ? { to: recipientsError(to, t), subject: required(subject), text: required(text) }
      : { to: recipientsError(to, t), templateId: required(templateId) };
  const shown: Partial<Record<'to' | 'subject' | 'text' | 'templateId', string | undefined>> = tried ? errors : {};

  const action = useAction(async () => {
    const body = how === 'own' ? { to, subject: subject.trim(), text } : { to, templateId };
    await client.post(`/cases/${zaak.number}/messages`, { body, idempotencyKey: keyOf(body) });
    sent();
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.values(errors).some(Boolean)) focusFirstError(form);
    else void action.run().then((done) => done || focusFirstError(form));
  }
  return (
    <form ref={form} className="zp-form zp-form--wide" noValidate onSubmit={submit}>
      <ProblemNote problem={templates.problem} retry={templates.reload} />
      <ProblemNote problem={action.problem} />
      <RecipientsField
        parties={zaak.parties}
        choice={recipients}
        choose={setRecipients}
        error={shown.to ?? refusal(action.problem, 'to', t)}
      />
      <Choice
        legend={t('write.how')}
        options={[
          { value: 'own', label: t('write.own') },
          { value: 'template', label: t('write.template') },
        ]}
        chosen={how}
        choose={setHow}
      />
      {how === 'template' ? (
        <TemplateField
          templates={templates.data?.items ?? []}
          chosen={templateId}
          choose={setTemplateId}
          error={shown.templateId ?? refusal(action.problem, 'templateId', t)}
        />
      ) : (
        <>
          <Field label={t('write.subject')} error={shown.subject ?? refusal(action.problem, 'subject', t)}>
            {(control) => <Textbox {...control} value={subject} onChange={(event) => setSubject(event.target.value)} />}
          </Field>
          <Field label={t('write.text')} error={shown.text ?? refusal(action.problem, 'text', t)}>
            {(control) => (
              <Textarea {...control} rows={10} value={text} onChange={(event) => setText(event.target.value)} />
            )}
          </Field>
        </>
      )}
      <div>
        <Button type="submit" appearance="primary-action-button" busy={action.busy}>
          {t('write.send')}
        </Button>
      </div>
    </form>
  );
}
