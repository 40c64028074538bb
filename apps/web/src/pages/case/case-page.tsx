import { Paragraph } from '@utrecht/component-library-react';
import type { Case } from '../../api/contract.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useLoad } from '../../api/use-load.ts';
import { Absent } from '../../elements/absent.tsx';
import { Content } from '../../elements/content.tsx';
import { Page } from '../../elements/page.tsx';
import { useParam } from '../../router/params-context.ts';
import { useText } from '../../text/text-context.tsx';
import { CaseHeader } from './case-header.tsx';
import { CaseSections, isSection } from './case-sections.tsx';
import { Documents } from './documents.tsx';
import { Overview } from './overview.tsx';
import { Scheduled } from './scheduled.tsx';
import { WriteMail } from './write-mail.tsx';

export function CasePage() {
  const { t } = useText();
  const number = useParam('number');
  const section = useParam('section') || 'timeline';
  const loaded = useLoad<Case>(`/cases/${encodeURIComponent(number)}`, { every: TEN_SECONDS });

  return (
    <Page title={t('case.title', { number })} {...(isSection(section) ? { part: t(`case.${section}`) } : {})}>
      <Content {...loaded} absent={<Absent text={t('absent.case')} to="/cases" link={t('absent.toCases')} />}>
        {(zaak) => (
          <>
            <CaseHeader zaak={zaak} />
            <CaseSections number={zaak.number} />
            {section === 'timeline' ? <Overview zaak={zaak} changed={loaded.reload} /> : null}
            {section === 'documents' ? <Documents number={zaak.number} /> : null}
            {section === 'scheduled' ? <Scheduled zaak={zaak} /> : null}
            {section === 'write' ? <WriteMail zaak={zaak} sent={loaded.reload} /> : null}
            {isSection(section) ? null : <Paragraph>{t('app.notFoundText')}</Paragraph>}
          </>
        )}
      </Content>
    </Page>
  );
}
