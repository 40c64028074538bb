import type { Ledger } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { useLoad } from '../../api/use-load.ts';
import { Content } from '../../elements/content.tsx';
import { DayField } from '../../elements/day-field.tsx';
import { Empty } from '../../elements/notes.tsx';
import { Page } from '../../elements/page.tsx';
import { Link } from '../../router/link.tsx';
import { usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';
import { Book } from './book.tsx';
import { Differences } from './differences.tsx';

const A_MINUTE = 60_000;
/** As many days as the API tells of at once. */
const MOST_DAYS = 92;

/** For each source and day: what was seen, stored and came to its end, and what does not add up. */
export function LedgerPage() {
  const { t } = useText();
  const { search } = usePlace();
  const source = search.get('source');
  const asked = { from: search.get('from'), to: search.get('to'), source };
  const ledger = useLoad<Ledger>(query('/ledger', asked), { every: A_MINUTE });
  const wrong = ledger.problem?.errors.some(({ field }) => field === 'from') ?? false;

  return (
    <Page title={t('ledger.title')} lead={t('ledger.lead')}>
      <div className="zp-filters zp-filters--short">
        <DayField
          name="from"
          label={t('mails.from')}
          day={asked.from ?? ledger.data?.from ?? ''}
          error={wrong ? t('ledger.wrongDays', { n: MOST_DAYS }) : undefined}
        />
        <DayField name="to" label={t('mails.to')} day={asked.to ?? ledger.data?.to ?? ''} />
        <p className="zp-actions">
          {wrong ? null : (
            <a className="utrecht-link utrecht-link--html-a" href={query('/api/v1/ledger.csv', asked)} download>
              {t('ledger.csv')}
            </a>
          )}
          {source ? <Link to={query('/ledger', { ...asked, source: null })}>{t('ledger.everySource')}</Link> : null}
        </p>
      </div>
      {wrong ? null : (
        <Content {...ledger}>
          {(loaded) => (
            <>
              <Differences ledger={loaded} />
              {loaded.books.length === 0 ? <Empty>{t('ledger.empty')}</Empty> : null}
              {loaded.books.map((book) => (
                <Book key={book.source.key} book={book} span={loaded} />
              ))}
            </>
          )}
        </Content>
      )}
    </Page>
  );
}
