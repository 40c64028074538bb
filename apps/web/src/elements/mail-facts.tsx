import type { Mail } from '../api/contract.ts';
import { size } from '../format/size.ts';
import { useText } from '../text/text-context.tsx';
import { Address } from './address.tsx';
import { Fact, Facts } from './facts.tsx';
import { Moment } from './moment.tsx';

interface Props {
  mail: Pick<Mail, 'from' | 'to' | 'subject' | 'sentAt' | 'receivedAt' | 'size' | 'messageId' | 'sha256'>;
}

export function MailFacts({ mail }: Props) {
  const { t, language } = useText();
  return (
    <Facts>
      <Fact name={t('mail.from')}>{mail.from ? <Address of={mail.from} /> : null}</Fact>
      <Fact name={t('mail.to')}>{mail.to ? <Recipients to={mail.to} /> : null}</Fact>
      <Fact name={t('mail.subject')}>{mail.subject}</Fact>
      <Fact name={t('mail.sentAt')}>{mail.sentAt ? <Moment at={mail.sentAt} /> : null}</Fact>
      <Fact name={t('mail.receivedAt')}>
        <Moment at={mail.receivedAt} />
      </Fact>
      <Fact name={t('mail.size')}>{size(mail.size, language)}</Fact>
      <Fact name={t('mail.messageId')}>{mail.messageId ? <code>{mail.messageId}</code> : null}</Fact>
      <Fact name={t('mail.sha256')}>{mail.sha256 ? <code>{mail.sha256}</code> : null}</Fact>
    </Facts>
  );
}

/** Recipients that are named; a mail may have hundreds. */
const MOST = 10;

function Recipients({ to }: { to: string }) {
  const { t } = useText();
  const all = [...new Set(to.split(', '))];
  return (
    <>
      {all.slice(0, MOST).map((one) => (
        <div key={one}>
          <Address of={one} />
        </div>
      ))}
      {all.length > MOST ? <div className="zp-small">{t('app.andMore', { n: all.length - MOST })}</div> : null}
    </>
  );
}
