import { Heading2, Paragraph } from '@utrecht/component-library-react';
import { useState } from 'react';
import type { Mail } from '../../api/contract.ts';
import { useLoad } from '../../api/use-load.ts';
import { Content } from '../../elements/content.tsx';
import { MailFacts } from '../../elements/mail-facts.tsx';
import { MailText } from '../../elements/mail-text.tsx';
import { Done } from '../../elements/notes.tsx';
import { Page } from '../../elements/page.tsx';
import { whyText } from '../../elements/why-text.ts';
import { Link } from '../../router/link.tsx';
import { useParam } from '../../router/params-context.ts';
import { useText } from '../../text/text-context.tsx';
import { SortForm } from './sort-form.tsx';

/** One mail that has no place, read beside the form that gives it one. */
export function SortPage() {
  const { t } = useText();
  const mail = useLoad<Mail>(`/inbound-messages/${encodeURIComponent(useParam('id'))}`);
  return (
    <Page title={t('unmatched.sort')} above={<Link to="/unmatched">{t('unmatched.backToList')}</Link>}>
      <Content {...mail}>{(loaded) => <SortView mail={loaded} />}</Content>
    </Page>
  );
}

function SortView({ mail }: { mail: Mail }) {
  const { t } = useText();
  const [done, setDone] = useState(false);
  return (
    <div className="zp-columns">
      <div className="zp-column-main">
        <section aria-labelledby="facts">
          <Heading2 id="facts">{mail.subject || t('pipeline.noSubject')}</Heading2>
          {mail.why ? <Paragraph>{t('mail.because', { why: whyText(mail.why, t) })}</Paragraph> : null}
          {mail.hintCaseNumber === null ? null : (
            <Paragraph>
              {t('mail.hintCase', { number: mail.hintCaseNumber })}{' '}
              <Link to={`/cases/${mail.hintCaseNumber}`}>{t('mail.onCase', { number: mail.hintCaseNumber })}</Link>
            </Paragraph>
          )}
          <MailFacts mail={mail} />
        </section>
        <MailText mail={mail} />
      </div>
      <section className="zp-column-aside zp-sticky" aria-label={t('unmatched.sort')}>
        {done ? (
          <Done title={t('unmatched.done')}>
            <Paragraph>{t('unmatched.doneText')}</Paragraph>
            <div className="zp-actions">
              <Link to="/unmatched">{t('unmatched.backToList')}</Link>
              <Link to={`/mails/${mail.id}`}>{t('unmatched.toMail')}</Link>
            </div>
          </Done>
        ) : null}
        {!done && mail.state === 'unmatched' ? <SortForm mail={mail} sorted={() => setDone(true)} /> : null}
        {!done && mail.state !== 'unmatched' ? (
          <Paragraph>{t('unmatched.settled', { state: t(`inbound.${mail.state}`) })}</Paragraph>
        ) : null}
      </section>
    </div>
  );
}
