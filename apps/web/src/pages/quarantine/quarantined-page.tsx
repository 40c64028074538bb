import type { QuarantinedDetail } from '../../api/contract.ts';
import { useLoad } from '../../api/use-load.ts';
import { useRole } from '../../app/session-context.ts';
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
  const mail = useLoad<QuarantinedDetail>(`/quarantine/${encodeURIComponent(useParam('id'))}`);
  return (
    <Page
      title={mail.data ? subjectText(mail.data, role, t) : t('mail.title')}
      above={<Link to="/quarantine">{t('unmatched.backToList')}</Link>}
    >
      <Content {...mail}>{(loaded) => <QuarantinedView mail={loaded} changed={mail.reload} />}</Content>
    </Page>
  );
}
