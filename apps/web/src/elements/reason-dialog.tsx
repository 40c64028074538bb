import { Button, Heading2, Paragraph, Textarea } from '@utrecht/component-library-react';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useAction } from '../api/use-action.ts';
import { useText } from '../text/text-context.tsx';
import { Field } from './field.tsx';
import { focusFirstError } from './focus-first-error.ts';
import { ProblemNote } from './problem-note.tsx';
import { refusal } from './refusal.ts';

interface Props {
  title: string;
  text: ReactNode;
  submit: string;
  /** What has to be said once more before it is done; null where nothing has. */
  confirmation: string | null;
  act(reason: string): Promise<void>;
  /** It is to be taken away: done, or called off. */
  close(): void;
}

/**
 * Asks for the reason of something before it is done. The browser's own dialog: it keeps the focus within, Escape calls it
 * off, and the focus goes back to the button that opened it.
 */
export function ReasonDialog({ title, text, submit, confirmation, act, close }: Props) {
  const { t } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const [heading, sure] = [useId(), useId()];
  const [reason, setReason] = useState('');
  const [confirmed, setConfirmed] = useState(false);
  const [tried, setTried] = useState(false);
  const action = useAction(() => act(reason.trim()));

  useEffect(() => dialog.current?.showModal(), []);

  const missing = reason.trim() ? undefined : t('app.required');
  const unsure = confirmation !== null && !confirmed ? t('dialog.confirm') : undefined;
  const shown = tried ? { missing, unsure } : {};
  function send(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (missing || unsure) focusFirstError(dialog);
    else void action.run().then((done) => (done ? dialog.current?.close() : focusFirstError(dialog)));
  }
  return (
    <dialog
      ref={dialog}
      className="zp-dialog"
      aria-labelledby={heading}
      onClose={close}
      onCancel={(event) => action.busy && event.preventDefault()}
    >
      <form className="zp-form" noValidate onSubmit={send}>
        <Heading2 id={heading}>{title}</Heading2>
        <Paragraph>{text}</Paragraph>
        <ProblemNote problem={action.problem} />
        <Field
          label={t('dialog.reason')}
          description={t('dialog.reasonNote')}
          error={shown.missing ?? refusal(action.problem, 'reason', t)}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {confirmation === null ? null : (
          <fieldset className="zp-choice" {...(shown.unsure ? { 'aria-describedby': sure } : {})}>
            <legend className="zp-hidden">{t('dialog.confirm')}</legend>
            {shown.unsure ? (
              <div id={sure} className="utrecht-form-field-error-message">
                {shown.unsure}
              </div>
            ) : null}
            <label className="zp-choice-option">
              <input type="checkbox" checked={confirmed} onChange={(event) => setConfirmed(event.target.checked)} />
              {confirmation}
            </label>
          </fieldset>
        )}
        <div className="zp-actions">
          <Button type="submit" appearance="primary-action-button" busy={action.busy}>
            {submit}
          </Button>
          <Button appearance="secondary-action-button" disabled={action.busy} onClick={() => dialog.current?.close()}>
            {t('dialog.cancel')}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
