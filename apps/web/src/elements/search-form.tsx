import { Button, Textbox } from '@utrecht/component-library-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ask } from '../router/place.ts';
import { useText } from '../text/text-context.tsx';
import { Field } from './field.tsx';

interface Props {
  label: string;
  /** What may be searched for. */
  description?: string;
  /** What was searched for, from the address of the page. */
  asked: string;
  children?: ReactNode;
}

/** A search whose words are in the page's address, with filters beside it. */
export function SearchForm({ label, description, asked, children }: Props) {
  const { t } = useText();
  const [words, setWords] = useState(asked);

  function search(event: FormEvent) {
    event.preventDefault();
    ask('q', words.trim());
  }
  return (
    <search>
      <form className={description ? 'zp-filters zp-filters--wide' : 'zp-filters'} onSubmit={search}>
        {children}
        <Field label={label} {...(description ? { description } : {})}>
          {({ invalid: _, ...control }) => (
            <Textbox {...control} type="search" value={words} onChange={(event) => setWords(event.target.value)} />
          )}
        </Field>
        <Button type="submit" appearance="secondary-action-button">
          {t('app.search')}
        </Button>
      </form>
    </search>
  );
}
