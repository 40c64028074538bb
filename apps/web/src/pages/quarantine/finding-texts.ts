import type { Verdict } from '../../api/contract.ts';
import type { Language } from '../../text/language.ts';
import type { Translate } from '../../text/translate.ts';

/** What the scanners and the rules hold against a mail, a line for each part, and how many parts are clean. */
export function findingTexts(verdict: Verdict, t: Translate, language: Language): string[] {
  const { virus, spam, parts, policy } = verdict;
  const points = (value: number) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
  const bad = parts.filter(({ outcome }) => outcome !== 'clean');
  const lines = [
    // The mail as a whole repeats what its parts say.
    ...(virus.outcome === 'clean' || bad.length > 0
      ? []
      : [t('quarantine.inMail', { found: virus.signature ?? t(`scan.${virus.outcome}`) })]),
    ...bad.map(({ filename, contentType, outcome, signature }) =>
      t('quarantine.inPart', { part: filename ?? contentType, found: signature ?? t(`scan.${outcome}`) }),
    ),
    ...policy.map(({ rule, kind, filename }) =>
      t('quarantine.inPart', { part: filename ?? t('mail.noName'), found: t(`policy.${rule}`, { kind }) }),
    ),
    ...(spam.action === 'reject'
      ? [t('quarantine.points', { score: points(spam.score), required: points(spam.required) })]
      : []),
    ...(spam.action === 'unscannable' ? [t('quarantine.notJudged')] : []),
    ...(parts.length > bad.length ? [t('quarantine.cleanParts', { n: parts.length - bad.length })] : []),
  ];
  return [...new Set(lines)];
}
