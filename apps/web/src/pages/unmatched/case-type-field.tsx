import { Select, SelectOption } from '@utrecht/component-library-react';
import type { CaseType, ListPage } from '../../api/contract.ts';
import { useLoad } from '../../api/use-load.ts';
import { Field } from '../../elements/field.tsx';
import { ProblemNote } from '../../elements/problem-note.tsx';
import { useText } from '../../text/text-context.tsx';

interface Props {
  chosen: string;
  choose(id: string): void;
  error: string | undefined;
}

export function CaseTypeField({ chosen, choose, error }: Props) {
  const { t } = useText();
  const types = useLoad<ListPage<CaseType>>('/case-types');
  return (
    <>
      <ProblemNote problem={types.problem} retry={types.reload} />
      <Field label={t('unmatched.caseType')} error={error}>
        {(control) => (
          <Select {...control} value={chosen} onChange={(event) => choose(event.target.value)}>
            <SelectOption value="">{t('unmatched.chooseCaseType')}</SelectOption>
            {(types.data?.items ?? []).map(({ id, name }) => (
              <SelectOption key={id} value={id}>
                {name}
              </SelectOption>
            ))}
          </Select>
        )}
      </Field>
    </>
  );
}
