import { Alert, Heading4, Paragraph } from '@utrecht/component-library-react';
import type { ScheduledEmailPreview } from '../../api/contract.ts';
import { useLoad } from '../../api/use-load.ts';
import { Content } from '../../elements/content.tsx';
import { Fact, Facts } from '../../elements/facts.tsx';
import { PlainText } from '../../elements/plain-text.tsx';
import { useText } from '../../text/text-context.tsx';

/** The e-mail as it would leave now, and what is still missing in it. */
export function Preview({ id }: { id: string }) {
  const preview = useLoad<ScheduledEmailPreview>(`/scheduled-emails/${id}/preview`);
  return <Content {...preview}>{(loaded) => <PreviewView preview={loaded} />}</Content>;
}

export function PreviewView({ preview: { subject, text, recipients, missing } }: { preview: ScheduledEmailPreview }) {
  const { t } = useText();
  return (
    <div className="zp-preview">
      <Heading4>{t('preview.title')}</Heading4>
      {missing.length > 0 ? (
        <Alert type="warning">
          <Paragraph>{t('preview.missing')}</Paragraph>
          <ul>
            {missing.map((name) => (
              <li key={name}>
                <code>[[{name}]]</code>
              </li>
            ))}
          </ul>
        </Alert>
      ) : (
        <Paragraph className="zp-small">{t('preview.complete')}</Paragraph>
      )}
      <Facts>
        <Fact name={t('preview.to')}>{recipients.map(({ address }) => address).join(', ')}</Fact>
        <Fact name={t('preview.subject')}>{subject}</Fact>
      </Facts>
      <PlainText text={text} />
    </div>
  );
}
