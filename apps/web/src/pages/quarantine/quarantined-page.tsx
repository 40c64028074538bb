import type { QuarantinedDetail } from '../../api/contract.ts';
import { useLoad } from '../../api/use-load.ts';
import { useRole } from '../../app/session-context.ts';
import { Absent } from '../../elements/absent.tsx';
import { Content } from '../../elements/content.tsx';
import { Page } from '../../elements/page.tsx';
import { subjectText } from '../../elements/subject-text.ts';
import { Link } from '../../router/link.tsx';
import { useParam } from '../../router/params-context.ts';
import { useText } from '../../text/text-context.tsx';
import { QuarantinedView } from './quarantined-view.tsx';

/** One mail that is or was in quarantine. */
export function QuarantinedPage() {
  const { t } = useText();
  const role = useRole();
  const id = useParam('id');
  const mail = useLoad<QuarantinedDetail>(`/quarantine/${encodeURIComponent(id)}`);
  return (
    <Page
      title={mail.data ? subjectText(mail.data, role, t) : t('mail.title')}
      above={<Link to="/quarantine">{t('unmatched.backToList')}</Link>}
    >
      <Content
        {...mail}
        absent={<Absent text={t('absent.quarantined')} to={`/mails/${id}`} link={t('unmatched.toMail')} />}
      >
        {(loaded) => <QuarantinedView mail={loaded} changed={mail.reload} />}
      </Content>
    </Page>
  );
}
