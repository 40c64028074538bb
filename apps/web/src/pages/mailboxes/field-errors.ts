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

/** What is wrong with a field, in plain words. */
export type ErrorOf = (field: keyof MailboxDraft) => string | undefined;

export const fieldErrors =
  (problem: Problem | null, t: Translate): ErrorOf =>
  (field) => {
    const path = PATHS[field] ?? `settings.${field}`;
    const refused = problem?.errors.some((error) => error.field === path) ?? false;
    return refused && !isChosen(field) ? t(`mailboxForm.wrong.${field}`) : undefined;
  };

/** Chosen from a few, of which none is wrong. */
type Chosen = 'active' | 'authentication' | 'afterFetch' | 'protocol' | 'provider' | 'grant' | 'oneLine';

const CHOSEN = ['active', 'authentication', 'afterFetch', 'protocol', 'provider', 'grant', 'oneLine'];

const isChosen = (field: keyof MailboxDraft): field is Chosen => CHOSEN.includes(field);
