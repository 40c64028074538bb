import { Heading2, Paragraph } from '@utrecht/component-library-react';
import type { Mail } from '../../api/contract.ts';
import { useRole } from '../../app/session-context.ts';
import { Confirmation } from '../../elements/confirmation.tsx';
import { MailText } from '../../elements/mail-text.tsx';
import { ReadingNotes } from '../../elements/reading-notes.tsx';
import { reasonText } from '../../elements/reason-text.ts';
import { Released } from '../../elements/released.tsx';
import { StateBadge } from '../../elements/state-badge.tsx';
import { whyText } from '../../elements/why-text.ts';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';
import { Acts } from './acts.tsx';
import { Duplicate } from './duplicate.tsx';
import { Equals } from './equals.tsx';
import { LedTo } from './led-to.tsx';
import { MailAside } from './mail-aside.tsx';
import { OriginFacts } from './origin-facts.tsx';
import { Waits } from './waits.tsx';
import { Way } from './way.tsx';

interface Props {
  mail: Mail;
  changed(): void;
}

export function MailView({ mail, changed }: Props) {
  const { t, moments } = useText();
  const role = useRole();
  const mayReadCases = role !== 'operator';
  const because = reasonText(mail, t);
  return (
    <div className="zp-columns">
      <div className="zp-column-main">
        <section aria-labelledby="where">
          <Heading2 id="where">{t('mail.where')}</Heading2>
          <p className="zp-where">
            <StateBadge of="inbound" state={mail.state} />
            {mail.caseNumber !== null && mayReadCases ? (
              <Link to={`/cases/${mail.caseNumber}`}>{t('mail.onCase', { number: mail.caseNumber })}</Link>
            ) : null}
            {mail.state === 'quarantined' && role !== 'caseWorker' ? (
              <Link to={`/quarantine/${mail.id}`}>{t('quarantine.judge')}</Link>
            ) : null}
            {mail.state === 'unmatched' && mayReadCases ? (
              <Link to={`/unmatched/${mail.id}`}>{t('unmatched.sort')}</Link>
            ) : null}
          </p>
          {mayReadCases ? (
            <Confirmation mailId={mail.id} needed={mail.state === 'needsConfirmation'} confirmed={changed} />
          ) : null}
          {mail.why ? <Paragraph>{t('mail.because', { why: whyText(mail.why, t) })}</Paragraph> : null}
          {because ? <Paragraph className="zp-sentence">{because}</Paragraph> : null}
          {mail.state === 'duplicate' ? <Duplicate mail={mail} changed={changed} /> : null}
          <Waits waitsFor={mail.waitsFor} />
          {mail.release ? <Released release={mail.release} /> : null}
          {mail.bytesGoneAt ? (
            <Paragraph>{t('mail.bytesGone', { at: moments.moment(mail.bytesGoneAt) })}</Paragraph>
          ) : null}
          {mail.hintCaseNumber === null ? null : (
            <Paragraph>{t('mail.hintCase', { number: mail.hintCaseNumber })}</Paragraph>
          )}
        </section>
        <ReadingNotes mail={mail} />
        <section aria-labelledby="way">
          <Heading2 id="way">{t('mail.way')}</Heading2>
          <Way steps={mail.steps} />
        </section>
        <section aria-labelledby="led-to">
          <Heading2 id="led-to">{t('mail.ledTo')}</Heading2>
          <LedTo mail={mail} />
        </section>
        {mail.acts.length > 0 ? (
          <section aria-labelledby="acts">
            <Heading2 id="acts">{t('mail.acts')}</Heading2>
            <Acts acts={mail.acts} />
          </section>
        ) : null}
        {mail.equals.length > 0 ? (
          <section aria-labelledby="equals">
            <Heading2 id="equals">{t('mail.equals')}</Heading2>
            <Equals equals={mail.equals} />
          </section>
        ) : null}
        <MailText mail={mail} />
      </div>
      <MailAside mail={mail} gone={mail.bytesGoneAt !== null} changed={changed}>
        <section aria-labelledby="origin">
          <Heading2 id="origin">{t('mail.origin')}</Heading2>
          <OriginFacts mail={mail} />
        </section>
        {!mail.mayDownload ? null : (
          <section>
            <a className="utrecht-link utrecht-link--html-a" href={`/api/v1/inbound-messages/${mail.id}/raw`} download>
              {t('mail.raw')}
            </a>
            <Paragraph className="zp-small">{t('mail.rawNote')}</Paragraph>
          </section>
        )}
      </MailAside>
    </div>
  );
}
