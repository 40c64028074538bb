import { Button, Heading4 } from '@utrecht/component-library-react';
import { type FormEvent, useRef, useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { ScheduledEmail } from '../../api/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { focusFirstError } from '../../elements/focus-first-error.ts';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { refusal } from '../../elements/refusal.ts';
import { wallTimeErrors } from '../../elements/wall-time-errors.ts';
import { WallTimeFields } from '../../elements/wall-time-fields.tsx';
import { useText } from '../../text/text-context.tsx';

interface Props {
  email: ScheduledEmail;
  moved(): void;
}

export function MoveForm({ email, moved }: Props) {
  const { t } = useText();
  const client = useClient();
  const [date = '', time = ''] = email.wallTime.split('T');
  const [moment, setMoment] = useState({ date, time: time.slice(0, 5) });
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const errors = wallTimeErrors(moment, new Date(), t);

  const action = useAction(async () => {
    const body = { wallTime: `${moment.date}T${moment.time}`, zone: email.zone };
    await client.patch(`/scheduled-emails/${email.id}`, { body, version: email.version });
    moved();
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.values(errors).some(Boolean)) focusFirstError(form);
    else void action.run().then((done) => done || focusFirstError(form));
  }
  return (
    <form ref={form} className="zp-form" noValidate onSubmit={submit}>
      <Heading4>{t('move.title')}</Heading4>
      <ProblemNote problem={action.problem} />
      <WallTimeFields
        value={moment}
        change={setMoment}
        errors={tried && errors.date ? errors : { date: refusal(action.problem, 'wallTime', t) }}
      />
      <div>
        <Button type="submit" appearance="primary-action-button" busy={action.busy}>
          {t('move.submit')}
        </Button>
      </div>
    </form>
  );
}
