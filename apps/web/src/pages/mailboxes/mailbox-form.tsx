import { Button } from '@utrecht/component-library-react';
import { type FormEvent, useRef, useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { MailboxProfile } from '../../api/contract.ts';
import type { Problem } from '../../api/problem.ts';
import { useAction } from '../../api/use-action.ts';
import { focusFirstError } from '../../elements/focus-first-error.ts';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { go } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';
import { ConnectionTest } from './connection-test.tsx';
import { fieldErrors, missingIn } from './field-errors.ts';
import { type MailboxDraft, settingsOf } from './mailbox-draft.ts';
import { AfterFetchFields, GeneralFields, ServerFields } from './mailbox-fields.tsx';
import { SignInFields } from './sign-in-fields.tsx';

interface Props {
  /** Null for a new one. */
  profile: MailboxProfile | null;
  initial: MailboxDraft;
  /** Loads it anew, when somebody else changed it meanwhile. */
  reload(): void;
}

/** Everything about a mailbox, with a try of what stands there before it is written. */
export function MailboxForm({ profile, initial, reload }: Props) {
  const { t } = useText();
  const client = useClient();
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const [untriable, setUntriable] = useState<Problem | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const secretsSet = profile?.secretsSet ?? [];
  const missing = missingIn(draft, secretsSet);

  const action = useAction(async () => {
    const body = { name: draft.name, active: draft.active, settings: settingsOf(draft) };
    const written = profile
      ? await client.put<MailboxProfile>(`/profiles/${profile.id}`, { body, version: profile.version })
      : await client.post<MailboxProfile>('/profiles', { body: { ...body, type: 'pop3Mailbox' } });
    go(`/mailboxes/${written.id}`);
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    setUntriable(null);
    if (missing.length > 0) focusFirstError(form);
    else void action.run().then((done) => done || focusFirstError(form));
  }
  /** A try needs all but the name. */
  function readyToTry(): boolean {
    if (missing.every((field) => field === 'name')) return true;
    setTried(true);
    focusFirstError(form);
    return false;
  }
  function refused(problem: Problem | null): void {
    setUntriable(problem);
    if (problem && problem.errors.length > 0) focusFirstError(form);
  }
  const fields = {
    draft,
    change: (part: Partial<MailboxDraft>) => setDraft((before) => ({ ...before, ...part })),
    errorOf: fieldErrors(tried ? missing : [], untriable ?? action.problem, t),
    secretsSet,
  };
  const outdated = action.problem?.status === 412;
  return (
    <form ref={form} className="zp-form zp-form--wide" noValidate onSubmit={submit}>
      <ProblemNote problem={action.problem} {...(outdated ? { retry: reload } : {})} />
      <GeneralFields {...fields} />
      <ServerFields {...fields} />
      <SignInFields {...fields} />
      <AfterFetchFields {...fields} />
      <ConnectionTest
        path="/profiles/test"
        ready={readyToTry}
        refused={refused}
        body={() => ({ type: 'pop3Mailbox', id: profile?.id ?? null, settings: settingsOf(draft) })}
      />
      <div>
        <Button type="submit" appearance="primary-action-button" busy={action.busy}>
          {t('mailboxForm.submit')}
        </Button>
      </div>
    </form>
  );
}
