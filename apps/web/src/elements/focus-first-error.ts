import type { RefObject } from 'react';

/** After the errors are on the page, puts the focus on the first control that has one. */
export function focusFirstError(form: RefObject<HTMLElement | null>): void {
  requestAnimationFrame(() => {
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], fieldset[aria-describedby] input');
    wrong?.focus();
  });
}
