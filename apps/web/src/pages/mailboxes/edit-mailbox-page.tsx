import type { MailboxProfile } from '../../api/contract.ts';
import { useLoad } from '../../api/use-load.ts';
import { Content } from '../../elements/content.tsx';
import { Page } from '../../elements/page.tsx';
import { Link } from '../../router/link.tsx';
import { useParam } from '../../router/params-context.ts';
import { useText } from '../../text/text-context.tsx';
import { draftOf, EMPTY_DRAFT } from './mailbox-draft.ts';
import { MailboxForm } from './mailbox-form.tsx';

/** A new mailbox. */
export function NewMailboxPage() {
  const { t } = useText();
  return (
    <Page title={t('mailboxForm.newTitle')} above={<Link to="/mailboxes">{t('mailboxes.back')}</Link>}>
      <MailboxForm profile={null} initial={EMPTY_DRAFT} reload={() => undefined} />
    </Page>
  );
}

/** The settings of a mailbox. */
export function EditMailboxPage() {
  const { t } = useText();
  const id = useParam('id');
  const profile = useLoad<MailboxProfile>(`/profiles/${encodeURIComponent(id)}`);
  return (
    <Page
      title={t('mailboxForm.title')}
      above={<Link to={`/mailboxes/${id}`}>{profile.data?.name ?? t('mailboxes.one')}</Link>}
    >
      <Content {...profile}>
        {(loaded) => (
          <MailboxForm key={loaded.version} profile={loaded} initial={draftOf(loaded)} reload={profile.reload} />
        )}
      </Content>
    </Page>
  );
}
