import { type ProfileType, SECRET_SETTINGS } from '@zaakpost/domain';

type Settings = Record<string, unknown>;

/** A copy in which each secret that is set was replaced by what `replace` makes of it. */
export function replaceSecrets<T extends object>(
  type: ProfileType,
  settings: T,
  replace: (secret: string, path: string) => string | undefined,
): T {
  const copy = structuredClone(settings);
  for (const path of SECRET_SETTINGS[type]) {
    const { holder, name } = place(copy as Settings, path);
    const secret = holder?.[name];
    if (holder && typeof secret === 'string') setOrRemove(holder, name, replace(secret, path));
  }
  return copy;
}

/** The paths whose secret is set. */
export function secretsSet(type: ProfileType, settings: object): string[] {
  return SECRET_SETTINGS[type].filter((path) => secretAt(settings, path) !== undefined);
}

/** The secret, sealed or not, at this path. */
export function secretAt(settings: object, path: string): string | undefined {
  const { holder, name } = place(settings as Settings, path);
  const secret = holder?.[name];
  return typeof secret === 'string' ? secret : undefined;
}

/** Puts a secret at this path, where there is an object to hold it. */
export function putSecret(settings: object, path: string, secret: string): void {
  const { holder, name } = place(settings as Settings, path);
  if (holder) holder[name] = secret;
}

/**
 * The servers that get the secret at this path or what it opens: the one beside it, and that of the whole profile, which
 * gets the tokens of a mailbox.
 */
export function serversOf(settings: object, path: string): string {
  const { host, tokenUrl, provider, tenant } = place(settings as Settings, path).holder ?? {};
  // Microsoft goes without saying, so it may not have been said.
  const known = provider === 'microsoft' ? undefined : provider;
  const servers = [(settings as Settings).host, host, tokenUrl, known, tenant];
  return servers.map((server) => (typeof server === 'string' ? server.trim().toLowerCase() : '')).join(' ');
}

function place(settings: Settings, path: string): { holder: Settings | undefined; name: string } {
  const names = path.split('.');
  const name = names.pop() as string;
  const holder = names.reduce<unknown>((inner, step) => (isSettings(inner) ? inner[step] : undefined), settings);
  return { holder: isSettings(holder) ? holder : undefined, name };
}

function setOrRemove(holder: Settings, name: string, value: string | undefined) {
  if (value === undefined) delete holder[name];
  else holder[name] = value;
}

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
