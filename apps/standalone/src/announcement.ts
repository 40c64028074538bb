import type { Kept } from './kept.ts';

export interface Announced {
  publicUrl: string;
  smtpPort: number;
  outboxPort: number | null;
  passwords: Kept['passwords'];
  logFolder: string;
  envFile: string;
  remarks: readonly string[];
  seconds: number;
}

/** Where to look, with what to sign in, and what a person should know. */
export function announcement(of: Announced): string {
  const { passwords } = of;
  const lines = [
    '',
    `Zaakpost is ready (${of.seconds} s).`,
    '',
    row('Pages', of.publicUrl),
    row('Queues', `${of.publicUrl}/queues   as operator or beheerder`),
    ...outbox(of.outboxPort),
    row('SMTP in', `localhost:${of.smtpPort}`),
    row('Log', of.logFolder),
    row('Command line', `npm run --silent zaakpost -- --env-file ${of.envFile} --help`),
    '',
    'Sign in as',
    row('behandelaar', `${passwords.behandelaar}   case worker`),
    row('operator', `${passwords.operator}   operator`),
    row('beheerder', `${passwords.beheerder}   administrator`),
    '',
    ...of.remarks.map((remark) => `Note: ${remark}`),
    'Ctrl-C stops everything; starting again goes on where it was.',
    '',
  ];
  return lines.join('\n');
}

const outbox = (port: number | null): string[] =>
  port === null ? [] : [row('Outgoing mail', `http://localhost:${port}   kept here, sent to nobody`)];

const row = (name: string, value: string) => `  ${name.padEnd(14)} ${value}`;
