import { readFileSync } from 'node:fs';
import { ConfigError } from '@zaakpost/domain';
import { RULES } from './rules.ts';
import { SECRET_NAMES, SETTINGS, type SettingName, type SettingValues } from './settings.ts';

/** The environment of a process: `process.env`, or what a test makes up. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings named. @throws ConfigError with every problem at once, names and never values. */
export function readSettings<Name extends SettingName>(env: Environment, names: readonly Name[]): SettingValues<Name> {
  const values: Partial<Record<SettingName, unknown>> = {};
  const problems: string[] = [];
  for (const name of new Set(names)) {
    const given = givenText(env, name);
    if ('problem' in given) {
      problems.push(given.problem);
      continue;
    }
    const read = SETTINGS[name].safeParse(given.text);
    if (read.success) values[name] = read.data;
    else problems.push(`${name}: ${read.error.issues[0]?.message ?? 'is not valid'}`);
  }
  for (const rule of RULES) {
    if (rule.names.every((name) => name in values) && rule.broken(values as SettingValues)) problems.push(rule.problem);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values as SettingValues<Name>;
}

// An empty variable counts as absent: compose files and service managers pass them on so.
function givenText(env: Environment, name: SettingName): { text: string | undefined } | { problem: string } {
  const direct = env[name] || undefined;
  const file = SECRET_NAMES.includes(name) ? env[`${name}_FILE`] || undefined : undefined;
  if (file === undefined) return { text: direct };
  if (direct !== undefined) return { problem: `${name}, ${name}_FILE: only one of them may be set` };
  try {
    return { text: readFileSync(file, 'utf8').trim() || undefined };
  } catch (error) {
    return { problem: `${name}_FILE: the file cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}
