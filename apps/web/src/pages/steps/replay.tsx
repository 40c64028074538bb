import { Button, Textbox } from '@utrecht/component-library-react';
import { type FormEvent, useRef, useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { FailedStep } from '../../api/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { Field } from '../../elements/field.tsx';
import { focusFirstError } from '../../elements/focus-first-error.ts';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { useText } from '../../text/text-context.tsx';

interface Props {
  step: FailedStep;
  replayed(): void;
}

/** Asks for the reason, which is put on record, and runs the step again from the kept source. */
export function Replay({ step, replayed }: Props) {
  const { t } = useText();
  const client = useClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const error = reason.trim() ? undefined : t('app.required');

  const action = useAction(async () => {
    await client.post(`/steps/${step.id}/replay`, { body: { reason: reason.trim() } });
    setOpen(false);
    replayed();
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (error) focusFirstError(form);
    else void action.run().then((done) => done || focusFirstError(form));
  }
  return (
    <>
      <Button appearance="secondary-action-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('steps.replay')}
      </Button>
      {open ? (
        <form ref={form} className="zp-form" noValidate onSubmit={submit}>
          <ProblemNote problem={action.problem} />
          <Field label={t('steps.reason')} description={t('steps.reasonNote')} error={tried ? error : undefined}>
            {(control) => <Textbox {...control} value={reason} onChange={(event) => setReason(event.target.value)} />}
          </Field>
          <div>
            <Button type="submit" appearance="primary-action-button" busy={action.busy}>
              {t('steps.replay')}
            </Button>
          </div>
        </form>
      ) : null}
    </>
  );
}
