import type { SourceKind } from '../api/contract.ts';
import type { Translate } from '../text/translate.ts';

/** Where mail comes from, in words. */
export function sourceName({ kind, name }: { kind: SourceKind; name: string }, t: Translate): string {
  return kind === 'import' || name === '' ? t(`source.${kind}`) : name;
}
