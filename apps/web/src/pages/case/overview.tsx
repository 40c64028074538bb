import { Heading2, Heading3 } from '@utrecht/component-library-react';
import type { Case } from '../../api/contract.ts';
import { Fact, Facts } from '../../elements/facts.tsx';
import { LegalHold } from '../../elements/legal-hold.tsx';
import { LongText } from '../../elements/long-text.tsx';
import { Moment } from '../../elements/moment.tsx';
import { useText } from '../../text/text-context.tsx';
import { Timeline } from './timeline.tsx';

interface Props {
  zaak: Case;
  changed(): void;
}

export function Overview({ zaak, changed }: Props) {
  const { t } = useText();
  const attributes = zaak.attributes.filter(({ value }) => value !== '');
  return (
    <div className="zp-columns">
      <section className="zp-column-main" aria-labelledby="timeline">
        <Heading2 id="timeline">{t('case.timeline')}</Heading2>
        <Timeline entries={zaak.timeline} number={zaak.number} changed={changed} />
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
              {attributes.map(({ label, magicString, value }) => (
                <Fact key={magicString} name={label}>
                  <LongText text={value} />
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
