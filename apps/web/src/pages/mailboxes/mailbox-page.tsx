import { Heading2, Paragraph } from '@utrecht/component-library-react';
import type { Ledger, Mailbox } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useLoad } from '../../api/use-load.ts';
import { useRole } from '../../app/session-context.ts';
import { Content } from '../../elements/content.tsx';
import { Fact, Facts } from '../../elements/facts.tsx';
import { Moment } from '../../elements/moment.tsx';
import { Page } from '../../elements/page.tsx';
import { Link } from '../../router/link.tsx';
import { useParam } from '../../router/params-context.ts';
import { useText } from '../../text/text-context.tsx';
import { Book } from '../ledger/book.tsx';
import { MailboxCondition } from './condition.tsx';
import { ConnectionTest } from './connection-test.tsx';
import { FetchNow } from './fetch-now.tsx';
import { LastMail, NextFetch, OnServer } from './mailbox-cells.tsx';

/** One mailbox: how it does, its ledger, and what can be done with it. */
export function MailboxPage() {
  const { t } = useText();
  const id = useParam('id');
  const mailbox = useLoad<Mailbox>(`/mailboxes/${encodeURIComponent(id)}`, { every: TEN_SECONDS });
  const ledger = useLoad<Ledger>(query('/ledger', { source: id }));
  return (
    <Page title={mailbox.data?.name ?? t('mailboxes.one')} above={<Link to="/mailboxes">{t('mailboxes.back')}</Link>}>
      <Content {...mailbox} absent={<Paragraph role="status">{t('absent.mailbox')}</Paragraph>}>
        {(loaded) => <Standing mailbox={loaded} changed={mailbox.reload} />}
      </Content>
      <Content {...ledger}>
        {(loaded) => (
          <>
            {loaded.books.map((book) => (
              <Book key={book.source.key} book={book} span={loaded} title={t('ledger.title')} />
            ))}
          </>
        )}
      </Content>
    </Page>
  );
}

function Standing({ mailbox, changed }: { mailbox: Mailbox; changed(): void }) {
  const { t } = useText();
  const mayChange = useRole() === 'administrator';
  const { id, health, host, port, protocol, address, active } = mailbox;
  return (
    <div className="zp-columns">
      <div className="zp-column-main">
        <section aria-labelledby="standing">
          <Heading2 id="standing">{t('mailboxes.column.condition')}</Heading2>
          <div>
            <MailboxCondition mailbox={mailbox} />
          </div>
          <Facts>
            <Fact name={t('mailboxes.lastSuccess')}>
              {health.lastSuccessAt ? <Moment at={health.lastSuccessAt} /> : t('app.none')}
            </Fact>
            <Fact name={t('mailboxes.column.lastMail')}>
              <LastMail mailbox={mailbox} />
            </Fact>
            <Fact name={t('mailboxes.lastError')}>
              {health.lastErrorAt ? (
                <>
                  <Moment at={health.lastErrorAt} /> <code>{health.lastErrorCode}</code>
                </>
              ) : null}
            </Fact>
            <Fact name={t('mailboxes.tokenExpires')}>
              {health.tokenExpiresAt ? <Moment at={health.tokenExpiresAt} /> : null}
            </Fact>
            <Fact name={t('mailboxes.column.onServer')}>
              <OnServer mailbox={mailbox} />
            </Fact>
            <Fact name={t('mailboxes.column.next')}>{active ? <NextFetch mailbox={mailbox} /> : null}</Fact>
            <Fact name={t('mailboxes.server')}>{`${host}:${port}, ${t(`mailboxes.protocol.${protocol}`)}`}</Fact>
            <Fact name={t('mailboxForm.address')}>{address}</Fact>
          </Facts>
          {active ? <FetchNow id={id} begun={changed} /> : <Paragraph>{t('mailboxes.offNote')}</Paragraph>}
        </section>
      </div>
      {mayChange ? (
        <div className="zp-column-aside">
          <section aria-labelledby="test">
            <Heading2 id="test">{t('mailboxTest.title')}</Heading2>
            <ConnectionTest path={`/profiles/${id}/test`} />
          </section>
          <section aria-labelledby="change">
            <Heading2 id="change">{t('mailboxes.settings')}</Heading2>
            <p>
              <Link to={`/mailboxes/${id}/edit`}>{t('mailboxes.change')}</Link>
            </p>
          </section>
        </div>
      ) : null}
    </div>
  );
}
