import { Paragraph } from '@utrecht/component-library-react';
import type { Mail } from '../../api/contract.ts';
import { useRole } from '../../app/session-context.ts';
import { FirstOf } from '../../elements/first-of.tsx';
import { Moment } from '../../elements/moment.tsx';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

/** What a mail led to; with the way there for who works on cases. What it may have hundreds of comes last. */
export function LedTo({ mail: { ledTo, caseNumber } }: { mail: Mail }) {
  const { t } = useText();
  const mayGo = useRole() !== 'operator';
  const { contactMoments, documents, intakeDocuments, acknowledgements, bounceOf } = ledTo;
  const to = (path: string, text: string) => (mayGo ? <Link to={path}>{text}</Link> : text);
  const all = [
    ...contactMoments.map(({ id, caseNumber: number, at }) => (
      <li key={id}>
        {to(`/cases/${number}`, t('ledTo.contactMoment', { number }))}, <Moment at={at} as="short" />
      </li>
    )),
    ...acknowledgements.map(({ id, createdAt }) => (
      <li key={id}>
        {t('outgoing.kind.acknowledgement')}, <Moment at={createdAt} as="short" />
      </li>
    )),
    ...(bounceOf ? [bounceOf] : []).map(({ id, subject, caseNumber: number }) => (
      <li key={id}>
        {t('ledTo.bounceOf')}
        {subject ? `: ${subject}` : ''}
        {number === null ? null : <> ({to(`/cases/${number}`, t('pipeline.case', { number }))})</>}
      </li>
    )),
    ...documents.map(({ id, role, filename }) => (
      <li key={id} className="zp-filename">
        {t(`document.${role}`)}
        {filename && caseNumber !== null ? <>: {to(`/cases/${caseNumber}/documents?open=${id}`, filename)}</> : null}
      </li>
    )),
    ...intakeDocuments.map(({ id, filename, state, caseNumber: number }) => (
      <li key={id} className="zp-filename">
        {t('ledTo.intake')}
        {filename ? <>: {to(`/intake?open=${id}`, filename)}</> : null} ({t(`intake.${state}`)}
        {number === null ? '' : `, ${t('pipeline.case', { number })}`})
      </li>
    )),
  ];
  if (all.length === 0) return <Paragraph>{t('ledTo.nothing')}</Paragraph>;
  return <FirstOf items={all}>{(shown) => <ul className="zp-plain-list">{shown}</ul>}</FirstOf>;
}
