import { Select, SelectOption } from '@utrecht/component-library-react';
import type { Template } from '../api/contract.ts';
import { useText } from '../text/text-context.tsx';
import { Field } from './field.tsx';

interface Props {
  templates: readonly Template[];
  chosen: string;
  choose(id: string): void;
  error: string | undefined;
}

export function TemplateField({ templates, chosen, choose, error }: Props) {
  const { t } = useText();
  return (
    <Field
      label={t('plan.template')}
      error={error}
      {...(templates.length === 0 ? { description: t('plan.noTemplates') } : {})}
    >
      {({ invalid, ...control }) => (
        <Select {...control} invalid={invalid} value={chosen} onChange={(event) => choose(event.target.value)}>
          <SelectOption value="">{t('plan.chooseTemplate')}</SelectOption>
          {templates.map(({ id, name }) => (
            <SelectOption key={id} value={id}>
              {name}
            </SelectOption>
          ))}
        </Select>
      )}
    </Field>
  );
}
