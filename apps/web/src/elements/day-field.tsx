import { Textbox } from '@utrecht/component-library-react';
import { ask } from '../router/place.ts';
import { Field } from './field.tsx';

interface Props {
  /** What it is called in the address of the page. */
  name: string;
  label: string;
  day: string;
  error?: string | undefined;
}

/** A day by the clock of the town hall, kept in the page's address. */
export function DayField({ name, label, day, error }: Props) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Textbox {...control} type="date" value={day} onChange={(event) => ask(name, event.target.value || null)} />
      )}
    </Field>
  );
}
