import { Heading2, Heading3 } from '@utrecht/component-library-react';
import type { Case, TimelineEntry } from '../../api/contract.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useList } from '../../api/use-list.ts';
import { Fact, Facts } from '../../elements/facts.tsx';
import { LegalHold } from '../../elements/legal-hold.tsx';
import { List } from '../../elements/list.tsx';
import { Moment } from '../../elements/moment.tsx';
import { PlainText } from '../../elements/plain-text.tsx';
import { useText } from '../../text/text-context.tsx';
import { Timeline } from './timeline.tsx';

interface Props {
  zaak: Case;
  changed(): void;
}

/** Characters of a value that stands among the others; a longer one may be the text of a mail, and is scrolled by itself. */
const SHORT = 200;

export function Overview({ zaak, changed }: Props) {
  const { t } = useText();
  const timeline = useList<TimelineEntry>(`/cases/${zaak.number}/timeline?limit=25`, { every: TEN_SECONDS });
  const attributes = zaak.attributes.filter(({ value }) => value !== '');
  return (
    <div className="zp-columns">
      <section className="zp-column-main" aria-labelledby="timeline">
        <Heading2 id="timeline">{t('case.timeline')}</Heading2>
        <List list={timeline} empty={t('case.emptyTimeline')}>
          {(entries) => <Timeline entries={entries} number={zaak.number} changed={timeline.reload} />}
        </List>
      </section>
      <section className="zp-column-aside" aria-labelledby="about">
        <Heading2 id="about">{t('case.about')}</Heading2>
        <Facts>
          <Fact name={t('case.subjectCode')}>
            <code>{zaak.subjectCode}</code>
          </Fact>
          <Fact name={t('case.registeredAt')}>
            <Moment at={zaak.registeredAt} as="day" />
          </Fact>
          <Fact name={t('case.targetDate')}>{zaak.targetDate ? <Moment at={zaak.targetDate} as="day" /> : null}</Fact>
          <Fact name={t('case.resolvedAt')}>{zaak.resolvedAt ? <Moment at={zaak.resolvedAt} as="day" /> : null}</Fact>
        </Facts>
        <Heading3>{t('case.parties')}</Heading3>
        <Facts>
          {zaak.parties.map(({ role, name, address }) => (
            <Fact key={`${role} ${name}`} name={t(`party.${role}`)}>
              {name}
              {address ? <span className="zp-small zp-block zp-address">{address}</span> : null}
            </Fact>
          ))}
        </Facts>
        {attributes.length > 0 ? (
          <>
            <Heading3>{t('case.attributes')}</Heading3>
            <Facts>
              {attributes.map(({ label, magicString, value, cut }) => (
                <Fact key={magicString} name={label}>
                  {value.length > SHORT ? <PlainText text={value} /> : value}
                  {cut ? <span className="zp-small zp-block">{t('case.attributeCut')}</span> : null}
                </Fact>
              ))}
            </Facts>
          </>
        ) : null}
        <LegalHold of="case" path={`/cases/${zaak.number}`} held={zaak.legalHold} changed={changed} />
      </section>
    </div>
  );
}
