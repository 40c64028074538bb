import type { Verdict } from '../../api/contract.ts';
import type { Language } from '../../text/language.ts';
import type { Translate } from '../../text/translate.ts';

interface Held {
  /** With no clean parts in it. */
  verdict: Verdict;
  clean: number;
}

/** What the scanners and the rules hold against a mail, a line for each part, and how many parts are clean. */
export function findingTexts({ verdict, clean }: Held, t: Translate, language: Language): string[] {
  const { virus, spam, parts, policy } = verdict;
  const points = (value: number) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
  const lines = [
    // The mail as a whole repeats what its parts say.
    ...(virus.outcome === 'clean' || parts.length > 0
      ? []
      : [t('quarantine.inMail', { found: virus.signature ?? t(`scan.${virus.outcome}`) })]),
    ...parts.map(({ filename, contentType, outcome, signature }) =>
      t('quarantine.inPart', { part: filename ?? contentType, found: signature ?? t(`scan.${outcome}`) }),
    ),
    ...policy.map(({ rule, kind, filename }) =>
      t('quarantine.inPart', { part: filename ?? t('mail.noName'), found: t(`policy.${rule}`, { kind }) }),
    ),
    ...(spam.action === 'reject'
      ? [t('quarantine.points', { score: points(spam.score), required: points(spam.required) })]
      : []),
    ...(spam.action === 'unscannable' ? [t('quarantine.notJudged')] : []),
    ...(clean > 0 ? [t('quarantine.cleanParts', { n: clean })] : []),
  ];
  return [...new Set(lines)];
}
