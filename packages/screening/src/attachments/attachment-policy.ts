import type { PolicyFinding, PolicyRule } from '@zaakpost/domain';
import type { KindGroup } from './kinds.ts';
import { groupOf } from './kinds.ts';
import type { Kind } from './kinds-of.ts';

/** What an installation does with attachments, a rule for each group of kinds. */
export interface AttachmentPolicy extends Readonly<Record<KindGroup, 'quarantine' | 'flag' | 'allow'>> {
  /** Archives and documents that ask for a password: nobody has scanned them, so they are never passed without a mark. */
  readonly encrypted: 'quarantine' | 'flag';
  /** Archives that clamd does not look into, or whose files we cannot list: the other rules cannot be kept for them. */
  readonly closed: 'quarantine' | 'flag';
}

const LONGEST_NAME = 300;
const MOST_OF_ONE = 20;

/** What the rules say of one part and of what is in it: each file once for its kind, the 20 gravest. */
export function findingsIn(kinds: readonly Kind[], policy: AttachmentPolicy): PolicyFinding[] {
  const found = new Map<string, PolicyFinding>();
  for (const { filename, kind, rule } of kinds) {
    const action = actionOn(kind, rule, policy);
    if (action === 'allow') continue;
    const name = filename?.slice(0, LONGEST_NAME) ?? null;
    found.set(`${name} ${kind}`, { rule, filename: name, kind, action });
  }
  return gravest([...found.values()], MOST_OF_ONE);
}

function actionOn(kind: string, rule: PolicyRule, policy: AttachmentPolicy): 'quarantine' | 'flag' | 'allow' {
  if (rule === 'encryptedArchive') return policy.encrypted;
  if (rule === 'closedArchive') return policy.closed;
  const group = groupOf(kind);
  return group === null ? 'allow' : policy[group];
}

/** At most so many: what keeps a mail back is never left out for what only marks it. */
export function gravest(found: readonly PolicyFinding[], most: number): PolicyFinding[] {
  const isGrave = ({ action }: PolicyFinding) => Number(action === 'quarantine');
  return found.toSorted((a, b) => isGrave(b) - isGrave(a)).slice(0, most);
}

/** That clamd could not look into something for want of a password, where our own look at the parts did not see it. */
export const encryptedFinding = (
  filename: string | null,
  signature: string,
  policy: AttachmentPolicy,
): PolicyFinding => ({
  rule: 'encryptedArchive',
  filename,
  kind: (signature.split('.')[2] ?? '').toLowerCase().replace(/[^a-z0-9]/gu, '') || 'archive',
  action: policy.encrypted,
});

/** That files may be in the mail which nobody looked at: reading it met a limit. */
export const unreadFinding = ({ closed }: AttachmentPolicy): PolicyFinding => ({
  ...{ rule: 'closedArchive', filename: null, kind: 'eml', action: closed },
});
