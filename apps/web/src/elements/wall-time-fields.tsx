import { Textbox } from '@utrecht/component-library-react';
import { useText } from '../text/text-context.tsx';
import { Field } from './field.tsx';

export interface WallTime {
  /** 2026-12-01 */
  date: string;
  /** 09:00 */
  time: string;
}

interface Props {
  value: WallTime;
  change(value: WallTime): void;
  errors: { date?: string | undefined; time?: string | undefined };
}

/** A moment by the clock on the wall of the town hall; the API makes an instant of it, summer time included. */
export function WallTimeFields({ value, change, errors }: Props) {
  const { t } = useText();
  return (
    <div className="zp-wall-time">
      <Field label={t('plan.date')} error={errors.date}>
        {(control) => (
          <Textbox
            {...control}
            type="date"
            value={value.date}
            onChange={(event) => change({ ...value, date: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('plan.time')} error={errors.time}>
        {(control) => (
          <Textbox
            {...control}
            type="time"
            value={value.time}
            onChange={(event) => change({ ...value, time: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
