import { Button, Paragraph, Textarea, Textbox } from '@utrecht/component-library-react';
import { type FormEvent, useRef, useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { Mail } from '../../api/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { Choice } from '../../elements/choice.tsx';
import { Field } from '../../elements/field.tsx';
import { focusFirstError } from '../../elements/focus-first-error.ts';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { refusal } from '../../elements/refusal.ts';
import { useText } from '../../text/text-context.tsx';
import { CaseTypeField } from './case-type-field.tsx';
import { type Sorting, sortingErrors, sortingRequest, WAYS } from './sort-request.ts';

interface Props {
  mail: Mail;
  sorted(): void;
}

export function SortForm({ mail, sorted }: Props) {
  const { t } = useText();
  const client = useClient();
  const [form, setForm] = useState<Sorting>({ way: null, caseNumber: '', caseTypeId: '', requestor: '', reason: '' });
  const [tried, setTried] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const errors = sortingErrors(form, t);
  const shown = tried ? errors : {};
  const change = (part: Partial<Sorting>) => setForm((before) => ({ ...before, ...part }));

  const action = useAction(async () => {
    if (form.way === null) return;
    const { action: path, body } = sortingRequest({ ...form, way: form.way });
    await client.post(`/inbound-messages/${mail.id}/${path}`, { body: body ?? {} });
    sorted();
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.keys(errors).length > 0) focusFirstError(element);
    else void action.run().then((done) => done || focusFirstError(element));
  }

  function choose(way: Sorting['way']) {
    change({ way });
    setTried(false);
  }
  return (
    <form ref={element} className="zp-form" noValidate onSubmit={submit}>
      <ProblemNote problem={action.problem} />
      <Choice
        legend={t('unmatched.what')}
        options={WAYS.map((way) => ({ value: way, label: t(`unmatched.${way}`) }))}
        chosen={form.way}
        choose={choose}
        error={shown.way}
      />
      {form.way === 'link' ? (
        <Field label={t('unmatched.caseNumber')} error={shown.caseNumber ?? refusal(action.problem, 'caseNumber', t)}>
          {(control) => (
            <Textbox
              {...control}
              inputMode="numeric"
              value={form.caseNumber}
              onChange={(event) => change({ caseNumber: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {form.way === 'start' ? (
        <>
          <CaseTypeField
            chosen={form.caseTypeId}
            choose={(caseTypeId) => change({ caseTypeId })}
            error={shown.caseTypeId ?? refusal(action.problem, 'caseTypeId', t)}
          />
          <Field label={t('unmatched.requestor')}>
            {(control) => (
              <Textbox
                {...control}
                value={form.requestor}
                onChange={(event) => change({ requestor: event.target.value })}
              />
            )}
          </Field>
        </>
      ) : null}
      {form.way === 'intake' ? <Paragraph className="zp-small">{t('unmatched.intakeNote')}</Paragraph> : null}
      {form.way === 'discard' ? (
        <Field
          label={t('unmatched.reason')}
          description={t('unmatched.reasonNote')}
          error={shown.reason ?? refusal(action.problem, 'reason', t)}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              value={form.reason}
              onChange={(event) => change({ reason: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <div>
        <Button type="submit" appearance="primary-action-button" busy={action.busy}>
          {t('unmatched.submit')}
        </Button>
      </div>
    </form>
  );
}
