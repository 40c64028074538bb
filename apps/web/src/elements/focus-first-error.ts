import type { RefObject } from 'react';

/** A busy browser may paint a few times before React has put the errors on the page. */
const FRAMES = 30;

/** When the errors are on the page, puts the focus on the first control that has one. */
export function focusFirstError(form: RefObject<HTMLElement | null>, frames = FRAMES): void {
  requestAnimationFrame(() => {
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], fieldset[aria-describedby] input');
    if (wrong) wrong.focus();
    else if (frames > 1) focusFirstError(form, frames - 1);
  });
}
