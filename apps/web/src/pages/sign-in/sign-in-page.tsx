import { Alert, Button, Paragraph, Textbox } from '@utrecht/component-library-react';
import { type FormEvent, useRef, useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { Session } from '../../api/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { Field } from '../../elements/field.tsx';
import { focusFirstError } from '../../elements/focus-first-error.ts';
import { Page } from '../../elements/page.tsx';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { useText } from '../../text/text-context.tsx';

interface Props {
  expired: boolean;
  signedIn(session: Session): void;
}

export function SignInPage({ expired, signedIn }: Props) {
  const { t } = useText();
  const client = useClient();
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const action = useAction(async () => signedIn(await client.signIn(userName.trim(), password)));

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!userName.trim() || !password) return focusFirstError(form);
    if (!(await action.run())) focusFirstError(form);
  }

  const missing = (value: string) => (tried && !value.trim() ? t('app.required') : undefined);
  const isWrong = action.problem?.status === 401;
  return (
    <Page title={t('signIn.title')} lead={t('signIn.lead')}>
      {expired ? (
        <Alert type="info" role="status">
          <Paragraph>{t('signIn.expired')}</Paragraph>
        </Alert>
      ) : null}
      {isWrong ? null : <ProblemNote problem={action.problem} />}
      <form ref={form} className="zp-form" noValidate onSubmit={submit}>
        <Field label={t('signIn.userName')} error={missing(userName)}>
          {(control) => (
            <Textbox
              {...control}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              value={userName}
              onChange={(event) => setUserName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('signIn.password')} error={missing(password) ?? (isWrong ? t('signIn.wrong') : undefined)}>
          {(control) => (
            <Textbox
              {...control}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <div>
          <Button type="submit" appearance="primary-action-button" busy={action.busy}>
            {t('signIn.submit')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
