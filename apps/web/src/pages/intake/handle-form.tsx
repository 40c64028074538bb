import { Button, Textarea, Textbox } from '@utrecht/component-library-react';
import { type FormEvent, useRef, useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { IntakeDocument } from '../../api/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { Choice } from '../../elements/choice.tsx';
import { Field } from '../../elements/field.tsx';
import { focusFirstError } from '../../elements/focus-first-error.ts';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { refusal } from '../../elements/refusal.ts';
import { useText } from '../../text/text-context.tsx';

interface Props {
  document: IntakeDocument;
  handled(what: string): void;
}

export function HandleForm({ document, handled }: Props) {
  const { t } = useText();
  const client = useClient();
  const [way, setWay] = useState<'file' | 'reject'>('file');
  const [caseNumber, setCaseNumber] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const isComplete = way === 'file' ? /^\d{1,15}$/.test(caseNumber.trim()) : reason.trim() !== '';
  const error = isComplete ? undefined : t(way === 'file' ? 'unmatched.caseNumberInvalid' : 'app.required');
  const action = useAction(async () => {
    const number = Number(caseNumber.trim());
    const body = way === 'file' ? { caseNumber: number } : { reason: reason.trim() };
    await client.post(`/intake-documents/${document.id}/${way}`, { body });
    handled(way === 'file' ? t('intake.fileDone', { number }) : t('intake.rejectDone'));
  });

  const shown = (field: string) => (tried && error) || refusal(action.problem, field, t);
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (isComplete) void action.run().then((done) => done || focusFirstError(form));
    else focusFirstError(form);
  }
  return (
    <form ref={form} className="zp-form" noValidate onSubmit={submit}>
      <ProblemNote problem={action.problem} />
      <Choice
        legend={t('intake.what')}
        options={[
          { value: 'file', label: t('intake.file') },
          { value: 'reject', label: t('intake.reject') },
        ]}
        chosen={way}
        choose={(chosen) => {
          setWay(chosen);
          setTried(false);
        }}
      />
      {way === 'file' ? (
        <Field label={t('unmatched.caseNumber')} error={shown('caseNumber')}>
          {(control) => (
            <Textbox
              {...control}
              inputMode="numeric"
              value={caseNumber}
              onChange={(event) => setCaseNumber(event.target.value)}
            />
          )}
        </Field>
      ) : (
        <Field label={t('unmatched.reason')} error={shown('reason')}>
          {(control) => (
            <Textarea {...control} rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      )}
      <div>
        <Button type="submit" appearance="primary-action-button" busy={action.busy}>
          {t('intake.submit')}
        </Button>
      </div>
    </form>
  );
}
