import type { Mail } from '../../api/contract.ts';
import { useLoad } from '../../api/use-load.ts';
import { useRole } from '../../app/session-context.ts';
import { Absent } from '../../elements/absent.tsx';
import { Content } from '../../elements/content.tsx';
import { Page } from '../../elements/page.tsx';
import { subjectText } from '../../elements/subject-text.ts';
import { useParam } from '../../router/params-context.ts';
import { useText } from '../../text/text-context.tsx';
import { MailView } from './mail-view.tsx';
import { whileOnItsWay } from './while-on-its-way.ts';

export function MailPage() {
  const { t } = useText();
  const role = useRole();
  const mail = useLoad<Mail>(`/inbound-messages/${encodeURIComponent(useParam('id'))}`, { every: whileOnItsWay });

  return (
    <Page title={mail.data ? subjectText(mail.data, role, t) : t('mail.title')}>
      <Content {...mail} absent={<Absent text={t('absent.mail')} to="/mails" link={t('absent.toMails')} />}>
        {(loaded) => <MailView mail={loaded} changed={mail.reload} />}
      </Content>
    </Page>
  );
}
