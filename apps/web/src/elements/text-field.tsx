import { Textarea, Textbox } from '@utrecht/component-library-react';
import type { ComponentProps } from 'react';
import { Field } from './field.tsx';

interface Props {
  label: string;
  description?: string | undefined;
  error?: string | undefined;
  value: string;
  change(value: string): void;
  type?: 'text' | 'number' | 'password' | 'email' | 'url';
  /** Several lines, as of a certificate. */
  rows?: number;
}

/** One line, or some, with label, description and error. */
export function TextField({ label, description, error, value, change, type = 'text', rows }: Props) {
  const keyboard: Pick<ComponentProps<'input'>, 'inputMode'> = type === 'number' ? { inputMode: 'numeric' } : {};
  return (
    <Field label={label} error={error} {...(description ? { description } : {})}>
      {(control) =>
        rows ? (
          <Textarea
            {...control}
            rows={rows}
            spellCheck={false}
            value={value}
            onChange={(event) => change(event.target.value)}
          />
        ) : (
          <Textbox
            {...control}
            {...keyboard}
            // A number is typed as text, so that what is no number can be shown and refused.
            type={type === 'number' ? 'text' : type}
            autoComplete={type === 'password' ? 'new-password' : 'off'}
            value={value}
            onChange={(event) => change(event.target.value)}
          />
        )
      }
    </Field>
  );
}
