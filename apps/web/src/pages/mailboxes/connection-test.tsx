import { Button, Paragraph, StatusBadge } from '@utrecht/component-library-react';
import { useState } from 'react';
import { useClient } from '../../api/client-context.ts';
import type { MailboxTest } from '../../api/contract.ts';
import { Problem } from '../../api/problem.ts';
import { useAction } from '../../api/use-action.ts';
import { Fact, Facts } from '../../elements/facts.tsx';
import { Moment } from '../../elements/moment.tsx';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { size } from '../../format/size.ts';
import { useText } from '../../text/text-context.tsx';

interface Props {
  /** Where the API tries it. */
  path: string;
  /** What is sent along: the settings as they stand in the form. */
  body?: () => unknown;
  /** Whether enough is filled in to try; shows what is not. */
  ready?: () => boolean;
  /** Tells what the API did not take, and with null that it is asked anew. */
  refused?: (problem: Problem | null) => void;
}

/** Tries a mailbox and says step by step what came of it. */
export function ConnectionTest({ path, body, ready = () => true, refused = () => undefined }: Props) {
  const { t } = useText();
  const client = useClient();
  const [result, setResult] = useState<MailboxTest | null>(null);
  const action = useAction(async () => {
    setResult(null);
    refused(null);
    try {
      setResult(await client.post<MailboxTest>(path, body ? { body: body() } : {}));
    } catch (error) {
      if (error instanceof Problem) refused(error);
      throw error;
    }
  });
  return (
    <>
      <Paragraph className="zp-small">{t('mailboxTest.note')}</Paragraph>
      <ProblemNote problem={action.problem} />
      <div>
        <Button appearance="secondary-action-button" busy={action.busy} onClick={() => void (ready() && action.run())}>
          {t('mailboxTest.run')}
        </Button>
      </div>
      <div role="status" className="zp-result">
        {action.busy ? <Paragraph>{t('mailboxTest.busy')}</Paragraph> : null}
        {result ? <TestResult result={result} /> : null}
      </div>
    </>
  );
}

const tone = (code: string) => (code === 'ok' ? 'success' : code === 'skipped' ? 'inactive' : 'danger');

/** What a try found out: each step, and what the server showed of itself. */
function TestResult({ result: { ok, steps, certificate, mails } }: { result: MailboxTest }) {
  const { t, language } = useText();
  return (
    <>
      <Paragraph>{t(ok ? 'mailboxTest.ok' : 'mailboxTest.failed')}</Paragraph>
      <ol className="zp-plain-list">
        {steps.map(({ step, code }) => (
          <li key={step}>
            {t(`mailboxTest.step.${step}`)}{' '}
            <StatusBadge status={tone(code)}>{t(`mailboxTest.code.${code}`)}</StatusBadge>
            {code === 'ok' || code === 'skipped' ? null : (
              <div className="zp-small">{t(`mailboxTest.mend.${code}`)}</div>
            )}
          </li>
        ))}
      </ol>
      <Facts>
        <Fact name={t('mailboxTest.mails')}>
          {mails ? t('mailboxTest.mailsThere', { n: mails.count, size: size(mails.bytes, language) }) : null}
        </Fact>
        <Fact name={t('mailboxTest.certificate')}>
          {certificate ? (
            <>
              {certificate.names.map(bareName).join(', ')}, {t('mailboxTest.until')}{' '}
              <Moment at={certificate.validTo} as="day" />
            </>
          ) : null}
        </Fact>
      </Facts>
    </>
  );
}

/** `DNS:mail.example.nl` as people know it. */
const bareName = (name: string) => name.replace(/^(?:DNS|IP Address):/u, '');
