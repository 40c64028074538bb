import { Alert, Heading2, Paragraph } from '@utrecht/component-library-react';
import type { Pipeline } from '../../api/contract.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useLoad } from '../../api/use-load.ts';
import { Link } from '../../router/link.tsx';
import { usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';

const UNKNOWN = 'outcomeUnknown';

/** Stands above the list as long as there is mail of which nobody knows whether it left. */
export function UnknownOutcome() {
  const { t } = useText();
  const shown = usePlace().search.get('deliveryState') === UNKNOWN;
  const { data } = useLoad<Pipeline>('/pipeline', { every: TEN_SECONDS });
  const n = data?.outbound[UNKNOWN] ?? 0;
  if (n === 0) return null;
  return (
    <Alert type="warning">
      <Heading2 className="zp-note-title">
        {n === 1 ? t('outgoing.unknown.one') : t('outgoing.unknown.many', { n })}
      </Heading2>
      <Paragraph>{t('outgoing.unknownText')}</Paragraph>
      {shown ? null : <Link to={`/outgoing?deliveryState=${UNKNOWN}`}>{t('outgoing.unknownShow')}</Link>}
    </Alert>
  );
}
