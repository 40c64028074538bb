import type { MailboxProfile, MailboxSettings, OauthSettings } from '../../api/contract.ts';

/** A mailbox as it stands in the form: everything is text, as a person types it. */
export interface MailboxDraft {
  name: string;
  active: boolean;
  protocol: MailboxSettings['protocol'];
  host: string;
  port: string;
  userName: string;
  authentication: MailboxSettings['authentication'];
  /** Secrets are empty until somebody types one: what is on record stays. */
  password: string;
  ca: string;
  address: string;
  maximumSizeMb: string;
  pollSeconds: string;
  afterFetch: MailboxSettings['afterFetch'];
  deleteAfterDays: string;
  silentAfterHours: string;
  provider: OauthSettings['provider'];
  grant: OauthSettings['grant'];
  tenant: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  privateKey: string;
  scopes: string;
  tokenUrl: string;
  oauthCa: string;
  oneLine: boolean;
}

/** The port that a protocol has by default (RFC 8314, RFC 2595). */
export const PORTS: Record<MailboxSettings['protocol'], string> = { pop3s: '995', stls: '110' };

export const EMPTY_DRAFT: MailboxDraft = {
  ...{ name: '', active: true, protocol: 'pop3s', host: '', port: PORTS.pop3s, userName: '', ca: '', address: '' },
  ...{ authentication: 'password', password: '', maximumSizeMb: '50', pollSeconds: '60' },
  ...{ afterFetch: 'delete', deleteAfterDays: '', silentAfterHours: '48' },
  ...{ provider: 'microsoft', grant: 'clientCredentials', tenant: '', clientId: '' },
  ...{ clientSecret: '', refreshToken: '', privateKey: '', scopes: '', tokenUrl: '', oauthCa: '', oneLine: false },
};

/** The form of a mailbox that is on record, without its secrets. */
export function draftOf({ name, active, settings }: MailboxProfile): MailboxDraft {
  const { oauth, port, maximumSizeMb, pollSeconds, deleteAfterDays, silentAfterHours, ca, address, ...texts } =
    settings;
  const { ca: oauthCa, tenant, scopes, tokenUrl, ...plain } = oauth ?? {};
  return {
    ...EMPTY_DRAFT,
    ...withoutNull(texts),
    ...withoutNull(plain),
    ...{ name, active, password: '', clientSecret: '', refreshToken: '', privateKey: '' },
    ...{ port: `${port ?? ''}`, maximumSizeMb: `${maximumSizeMb ?? 50}`, pollSeconds: `${pollSeconds ?? 60}` },
    ...{ deleteAfterDays: `${deleteAfterDays ?? ''}`, silentAfterHours: `${silentAfterHours ?? ''}` },
    ...{ ca: ca ?? '', address: address ?? '', oauthCa: oauthCa ?? '', tenant: tenant ?? '' },
    ...{ scopes: scopes ?? '', tokenUrl: tokenUrl ?? '' },
  };
}

/** What the API takes: a secret that nobody typed is left out, and kept. */
export function settingsOf(draft: MailboxDraft): MailboxSettings {
  const { protocol, host, userName, authentication, password, ca, address, afterFetch } = draft;
  return {
    ...{ protocol, host: host.trim(), port: number(draft.port), userName: userName.trim(), authentication },
    ...typed({ password }),
    ...{ ca: textOrNull(ca), address: textOrNull(address), afterFetch },
    ...{ maximumSizeMb: number(draft.maximumSizeMb), pollSeconds: number(draft.pollSeconds) },
    deleteAfterDays: afterFetch === 'leave' ? numberOrNull(draft.deleteAfterDays) : null,
    silentAfterHours: numberOrNull(draft.silentAfterHours),
    oauth: authentication === 'oauth' ? oauthOf(draft) : null,
  };
}

function oauthOf(draft: MailboxDraft): OauthSettings {
  const { provider, grant, clientId, oneLine, clientSecret, refreshToken, privateKey } = draft;
  return {
    ...{ provider, grant, clientId: clientId.trim(), oneLine },
    ...typed({ clientSecret, refreshToken, privateKey }),
    ...{ tenant: textOrNull(draft.tenant), scopes: textOrNull(draft.scopes) },
    ...{ tokenUrl: textOrNull(draft.tokenUrl), ca: textOrNull(draft.oauthCa) },
  };
}

// What is no number goes as it is: the API says so beside the field.
const number = (text: string) => (/^\d+$/u.test(text.trim()) ? Number(text) : (text.trim() as unknown as number));

const textOrNull = (text: string): string | null => text.trim() || null;
const numberOrNull = (text: string): number | null => (text.trim() === '' ? null : number(text));

const typed = <Secrets extends Record<string, string>>(secrets: Secrets): Partial<Secrets> =>
  Object.fromEntries(Object.entries(secrets).filter(([, secret]) => secret !== '')) as Partial<Secrets>;

const withoutNull = <Values extends object>(values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
