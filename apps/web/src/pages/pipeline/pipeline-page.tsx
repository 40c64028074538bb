import { Heading2 } from '@utrecht/component-library-react';
import type { Pipeline } from '../../api/contract.ts';
import { useLoad } from '../../api/use-load.ts';
import { Content } from '../../elements/content.tsx';
import { Page } from '../../elements/page.tsx';
import { useText } from '../../text/text-context.tsx';
import { Attention } from './attention.tsx';
import { NewestMails } from './newest-mails.tsx';
import { Stages } from './stages.tsx';

const TWO_SECONDS = 2000;

export function PipelinePage() {
  const { t } = useText();
  const pipeline = useLoad<Pipeline>('/pipeline', { every: TWO_SECONDS });

  return (
    <Page title={t('pipeline.title')} lead={t('pipeline.lead')}>
      <Content {...pipeline}>
        {(loaded) => (
          <>
            <Attention pipeline={loaded} />
            <section aria-labelledby="stages">
              <Heading2 id="stages">{t('pipeline.stages')}</Heading2>
              <Stages stages={loaded.stages} />
            </section>
          </>
        )}
      </Content>
      <section aria-labelledby="mails">
        <Heading2 id="mails">{t('pipeline.mails')}</Heading2>
        <NewestMails every={TWO_SECONDS} />
      </section>
    </Page>
  );
}
