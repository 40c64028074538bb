import { Button, Heading3 } from '@utrecht/component-library-react';
import { useState } from 'react';
import type { ScheduledEmail } from '../../api/contract.ts';
import { StateBadge } from '../../elements/state-badge.tsx';
import { useText } from '../../text/text-context.tsx';
import { CancelForm } from './cancel-form.tsx';
import { MoveForm } from './move-form.tsx';
import { Preview } from './preview.tsx';

interface Props {
  email: ScheduledEmail;
  changed(what: string): void;
}

type Opened = 'preview' | 'move' | 'cancel' | null;

/** One scheduled e-mail; as long as it waits it can be looked at, moved and cancelled. */
export function ScheduledItem({ email, changed }: Props) {
  const { t, moments } = useText();
  const [opened, setOpened] = useState<Opened>(null);
  const waits = email.state === 'scheduled' || email.state === 'held' || email.state === 'missed';
  const toggle = (what: Opened) => setOpened(opened === what ? null : what);

  function settled(what: string) {
    setOpened(null);
    changed(what);
  }
  const buttons = [
    ['preview', t(opened === 'preview' ? 'preview.close' : 'preview.open')],
    ['move', t('move.open')],
    ['cancel', t('cancelEmail.open')],
  ] as const;
  return (
    <>
      <div className="zp-card-head">
        <Heading3 className="zp-card-title">{email.template.name}</Heading3>
        <StateBadge of="scheduled" state={email.state} />
      </div>
      <p className="zp-when">
        {t(waits ? 'scheduledOnCase.sendsAt' : 'scheduledOnCase.wasFor', { moment: moments.moment(email.sendAt) })}
      </p>
      <p className="zp-small">
        {t('scheduledOnCase.to', { recipients: email.recipients.map(({ address }) => address).join(', ') })}.{' '}
        {t('scheduledOnCase.by', { name: email.createdBy })}.
      </p>
      {waits ? (
        <div className="zp-actions">
          {buttons.map(([what, label]) => (
            <Button
              key={what}
              appearance="secondary-action-button"
              aria-expanded={opened === what}
              onClick={() => toggle(what)}
            >
              {label}
            </Button>
          ))}
        </div>
      ) : null}
      {opened === 'preview' ? <Preview id={email.id} /> : null}
      {opened === 'move' ? <MoveForm email={email} moved={() => settled(t('move.done'))} /> : null}
      {opened === 'cancel' ? (
        <CancelForm email={email} keep={() => setOpened(null)} cancelled={() => settled(t('cancelEmail.done'))} />
      ) : null}
    </>
  );
}
