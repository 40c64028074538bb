import { Paragraph } from '@utrecht/component-library-react';
import type { Mail } from '../../api/contract.ts';
import { useRole } from '../../app/session-context.ts';
import { Moment } from '../../elements/moment.tsx';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

/** What a mail led to; with the way there for who works on cases. */
export function LedTo({ mail: { ledTo, caseNumber } }: { mail: Mail }) {
  const { t } = useText();
  const mayGo = useRole() !== 'operator';
  const { contactMoments, documents, intakeDocuments, acknowledgements, bounceOf } = ledTo;
  const all = contactMoments.length + documents.length + intakeDocuments.length + acknowledgements.length;
  if (all === 0 && !bounceOf) return <Paragraph>{t('ledTo.nothing')}</Paragraph>;
  const to = (path: string, text: string) => (mayGo ? <Link to={path}>{text}</Link> : text);
  return (
    <ul className="zp-plain-list">
      {contactMoments.map(({ id, caseNumber: number, at }) => (
        <li key={id}>
          {to(`/cases/${number}`, t('ledTo.contactMoment', { number }))}, <Moment at={at} as="short" />
        </li>
      ))}
      {documents.map(({ id, role, filename }) => (
        <li key={id}>
          {t(`document.${role}`)}
          {filename && caseNumber !== null ? <>: {to(`/cases/${caseNumber}/documents?open=${id}`, filename)}</> : null}
        </li>
      ))}
      {intakeDocuments.map(({ id, filename, state, caseNumber: number }) => (
        <li key={id}>
          {t('ledTo.intake')}
          {filename ? <>: {to(`/intake?open=${id}`, filename)}</> : null} ({t(`intake.${state}`)}
          {number === null ? '' : `, ${t('pipeline.case', { number })}`})
        </li>
      ))}
      {acknowledgements.map(({ id, createdAt }) => (
        <li key={id}>
          {t('outgoing.kind.acknowledgement')}, <Moment at={createdAt} as="short" />
        </li>
      ))}
      {bounceOf ? (
        <li>
          {t('ledTo.bounceOf')}
          {bounceOf.subject ? `: ${bounceOf.subject}` : ''}
          {bounceOf.caseNumber === null ? null : (
            <> ({to(`/cases/${bounceOf.caseNumber}`, t('pipeline.case', { number: bounceOf.caseNumber }))})</>
          )}
        </li>
      ) : null}
    </ul>
  );
}
