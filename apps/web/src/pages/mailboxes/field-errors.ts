import type { Problem } from '../../api/problem.ts';
import type { Translate } from '../../text/translate.ts';
import type { MailboxDraft } from './mailbox-draft.ts';

/** Where the API has a field of the form. */
const PATHS: Partial<Record<keyof MailboxDraft, string>> = {
  name: 'name',
  ...Object.fromEntries(
    ['tenant', 'clientId', 'clientSecret', 'refreshToken', 'privateKey', 'scopes', 'tokenUrl'].map((name) => [
      name,
      `settings.oauth.${name}`,
    ]),
  ),
  oauthCa: 'settings.oauth.ca',
};

/** What nothing works without and is not filled in; a secret that is on record counts as filled in. */
export function missingIn(draft: MailboxDraft, secretsSet: readonly string[]): (keyof MailboxDraft)[] {
  const wanted: (keyof MailboxDraft)[] = ['name', 'host', 'port', 'userName'];
  if (draft.authentication === 'oauth') wanted.push(...wantedForTokens(draft, secretsSet));
  else if (!secretsSet.includes('password')) wanted.push('password');
  return wanted.filter((field) => `${draft[field]}`.trim() === '');
}

/** The secret that each way to get tokens lives by. */
const SECRETS = {
  clientCredentials: 'clientSecret',
  refreshToken: 'refreshToken',
  serviceAccount: 'privateKey',
} as const satisfies Record<MailboxDraft['grant'], keyof MailboxDraft>;

function wantedForTokens(draft: MailboxDraft, secretsSet: readonly string[]): (keyof MailboxDraft)[] {
  const { provider, tokenUrl, grant } = draft;
  return [
    ...(provider === 'microsoft' && tokenUrl.trim() === '' ? (['tenant'] as const) : []),
    'clientId',
    ...(secretsSet.includes(`oauth.${SECRETS[grant]}`) ? [] : [SECRETS[grant]]),
  ];
}

/** What is wrong with a field, in plain words. */
export type ErrorOf = (field: keyof MailboxDraft) => string | undefined;

export const fieldErrors =
  (missing: readonly (keyof MailboxDraft)[], problem: Problem | null, t: Translate): ErrorOf =>
  (field) => {
    const path = PATHS[field] ?? `settings.${field}`;
    const refused = problem?.errors.some((error) => error.field === path) ?? false;
    return (refused || missing.includes(field)) && !isChosen(field) ? t(`mailboxForm.wrong.${field}`) : undefined;
  };

/** Chosen from a few, of which none is wrong. */
type Chosen = 'active' | 'authentication' | 'afterFetch' | 'protocol' | 'provider' | 'grant' | 'oneLine';

const CHOSEN = ['active', 'authentication', 'afterFetch', 'protocol', 'provider', 'grant', 'oneLine'];

const isChosen = (field: keyof MailboxDraft): field is Chosen => CHOSEN.includes(field);
