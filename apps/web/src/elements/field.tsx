import { FormField, FormFieldDescription, FormFieldErrorMessage, FormLabel } from '@utrecht/component-library-react';
import { type ReactNode, useId } from 'react';

/** What ties a control to its label, description and error. */
export interface Control {
  id: string;
  invalid: boolean;
  'aria-invalid'?: true;
  'aria-describedby'?: string;
}

interface Props {
  label: string;
  description?: string;
  error?: string | undefined;
  children(control: Control): ReactNode;
}

export function Field({ label, description, error, children }: Props) {
  const id = useId();
  const described = [description && `${id}-description`, error && `${id}-error`].filter(Boolean).join(' ');
  const control: Control = {
    id,
    invalid: error !== undefined,
    ...(error === undefined ? {} : { 'aria-invalid': true as const }),
    ...(described ? { 'aria-describedby': described } : {}),
  };
  return (
    <FormField invalid={error !== undefined}>
      <div className="utrecht-form-field__label">
        <FormLabel htmlFor={id}>{label}</FormLabel>
      </div>
      {description ? (
        <FormFieldDescription id={`${id}-description`} className="utrecht-form-field__description">
          {description}
        </FormFieldDescription>
      ) : null}
      {error ? (
        <FormFieldErrorMessage id={`${id}-error`} className="utrecht-form-field__error-message">
          {error}
        </FormFieldErrorMessage>
      ) : null}
      <div className="utrecht-form-field__input">{children(control)}</div>
    </FormField>
  );
}
