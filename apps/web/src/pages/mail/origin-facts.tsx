import type { Mail } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { Address } from '../../elements/address.tsx';
import { Fact, Facts } from '../../elements/facts.tsx';
import { sourceName } from '../../elements/source-name.ts';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

/** Where a mail came from: mailbox and unique-id, client and envelope, or file. */
export function OriginFacts({ mail }: { mail: Mail }) {
  const { t } = useText();
  const { origin, cameBack, source: kind, sourceName: name, sourceKey } = mail;
  return (
    <Facts>
      <Fact name={t('mail.source')}>
        <Link to={query('/mails', { source: sourceKey })}>{sourceName({ kind, name }, t)}</Link>
      </Fact>
      <Fact name={t('origin.uniqueId')}>{origin.uniqueId ? <code>{origin.uniqueId}</code> : null}</Fact>
      <Fact name={t('origin.envelopeFrom')}>{origin.envelopeFrom ? <Address of={origin.envelopeFrom} /> : null}</Fact>
      <Fact name={t('origin.recipient')}>{origin.recipient ? <Address of={origin.recipient} /> : null}</Fact>
      <Fact name={t('origin.peer')}>{origin.peer ? [origin.peer, origin.helo].filter(Boolean).join(', ') : null}</Fact>
      <Fact name={t('origin.tls')}>
        {kind === 'smtp' ? (origin.tls ? `${origin.tls.version}, ${origin.tls.cipher}` : t('app.none')) : null}
      </Fact>
      <Fact name={t('origin.trusted')}>{origin.trusted ? t('origin.isTrusted') : null}</Fact>
      <Fact name={t('origin.path')}>{origin.path}</Fact>
      <Fact name={t('origin.cameBack')}>{cameBack > 0 ? t('origin.times', { n: cameBack }) : null}</Fact>
    </Facts>
  );
}
