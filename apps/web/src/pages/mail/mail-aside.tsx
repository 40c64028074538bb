import { Heading2 } from '@utrecht/component-library-react';
import type { ComponentProps, ReactNode } from 'react';
import type { Mail } from '../../api/contract.ts';
import { LegalHold } from '../../elements/legal-hold.tsx';
import { MailFacts } from '../../elements/mail-facts.tsx';
import { useText } from '../../text/text-context.tsx';
import { VerdictView } from './verdict-view.tsx';

interface Props {
  mail: ComponentProps<typeof MailFacts>['mail'] & Pick<Mail, 'id' | 'verdict' | 'legalHold'>;
  /** Its bytes are gone: there is nothing left to be kept. */
  gone: boolean;
  changed(): void;
  children?: ReactNode;
}

/** What is known of a mail, beside what can be done with it. */
export function MailAside({ mail, gone, changed, children }: Props) {
  const { t } = useText();
  return (
    <div className="zp-column-aside">
      <section aria-labelledby="verdict">
        <Heading2 id="verdict">{t('mail.verdict')}</Heading2>
        <VerdictView verdict={mail.verdict} />
      </section>
      <section aria-labelledby="facts">
        <Heading2 id="facts">{t('mail.facts')}</Heading2>
        <MailFacts mail={mail} />
      </section>
      {children}
      {gone ? null : (
        <LegalHold of="mail" path={`/inbound-messages/${mail.id}`} held={mail.legalHold} changed={changed} />
      )}
    </div>
  );
}
