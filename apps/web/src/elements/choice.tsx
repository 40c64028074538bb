import { FormFieldErrorMessage } from '@utrecht/component-library-react';
import { useId } from 'react';

interface Props<Value extends string> {
  legend: string;
  options: readonly { value: Value; label: string }[];
  chosen: NoInfer<Value> | null;
  choose(value: NoInfer<Value>): void;
  error?: string | undefined;
}

/** One of a few, as radio buttons. */
export function Choice<Value extends string>({ legend, options, chosen, choose, error }: Props<Value>) {
  const id = useId();
  return (
    <fieldset className="zp-choice" {...(error ? { 'aria-describedby': `${id}-error` } : {})}>
      <legend className="utrecht-form-label">{legend}</legend>
      {error ? <FormFieldErrorMessage id={`${id}-error`}>{error}</FormFieldErrorMessage> : null}
      {options.map(({ value, label }) => (
        <label key={value} className="zp-choice-option">
          <input type="radio" name={id} value={value} checked={chosen === value} onChange={() => choose(value)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
