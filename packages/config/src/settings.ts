import { days, isStageName, type StageName } from '@zaakpost/domain';
import { z } from 'zod';
import {
  choice,
  daysFrom,
  hosts,
  nameServers,
  networks,
  onOff,
  origin,
  port,
  secondsFrom,
  text,
  url,
  wholeNumber,
} from './kinds.ts';
import { secretKeys } from './secret-keys.ts';

/** `CONCURRENCY_RENDER_PDF` for `render-pdf`. */
export type ConcurrencyName<S extends StageName = StageName> = `CONCURRENCY_${Uppercase<Underscored<S>>}`;
type Underscored<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}_${Underscored<Tail>}` : S;

export const concurrencyName = (stage: StageName) =>
  `CONCURRENCY_${stage.toUpperCase().replaceAll('-', '_')}` as ConcurrencyName;

const concurrency = (usual: number) => wholeNumber({ min: 1, max: 200 }).default(usual);
const keptDays = () => daysFrom({ min: 0, max: 36_500 });
const optional = <T extends z.ZodType>(kind: T) => kind.optional().transform((value) => value ?? null);

/** The whole environment: every variable that any app reads. `.env.example` is tested against it in both directions. */
export const SETTINGS = {
  NODE_ENV: choice(['production', 'development', 'test']).default('development'),
  LOG_LEVEL: choice(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),

  DATABASE_URL: url('postgres', 'postgresql').default('postgres://zaakpost@127.0.0.1:5432/zaakpost'),
  DATABASE_POOL_SIZE: wholeNumber({ min: 2, max: 200 }).default(10),

  QUEUE_BACKEND: choice(['redis', 'postgres']).default('redis'),
  REDIS_URL: url('redis', 'rediss').default('redis://127.0.0.1:6379'),
  QUEUE_PREFIX: text()
    .regex(/^[a-z0-9_{}-]{1,40}$/u, { error: 'must be 1 to 40 of a-z, 0-9, _, -, { and }' })
    .default('{zaakpost}'),
  LOCK_SECONDS: secondsFrom({ min: 0.5, max: 600 }).default(15_000),
  STALLED_SECONDS: secondsFrom({ min: 0.5, max: 600 }).default(5_000),

  LEASE_SECONDS: secondsFrom({ min: 0.5, max: 600 }).default(20_000),
  SWEEP_SECONDS: secondsFrom({ min: 0.5, max: 600 }).default(15_000),
  GRACE_SECONDS: secondsFrom({ min: 0, max: 600 }).default(20_000),
  CONCURRENCY_FETCH_POP3: concurrency(4),
  CONCURRENCY_SCAN: concurrency(8),
  CONCURRENCY_CLASSIFY: concurrency(8),
  CONCURRENCY_ATTACH_TO_CASE: concurrency(8),
  CONCURRENCY_RENDER_PDF: concurrency(2),
  CONCURRENCY_SEND_OUTBOUND: concurrency(5),
  CONCURRENCY_SCHEDULED_SEND: concurrency(4),
  FAIL_POINT: optional(
    text().transform((value, context) => {
      const [stage = '', point = ''] = value.split(':');
      const known = isStageName(stage) ? stage : stage === 'receiver' ? ('receiver' as const) : null;
      if (known !== null && /^[\w-]{1,60}$/u.test(point)) return { stage: known, point };
      context.addIssue({ code: 'custom', message: 'must be stage:point or receiver:point' });
      return z.NEVER;
    }),
  ),

  DATA_DIR: optional(text()),
  BLOB_DIR: text().default('.zaakpost/blobs'),
  BLOB_UNUSED_DAYS: daysFrom({ min: 1, max: 3_650 }).default(days(7)),
  SECRET_KEYS: secretKeys(),

  QUARANTINE_DAYS: daysFrom({ min: 1, max: 3_650 }).default(days(30)),
  KEEP_DELETED_DAYS: keptDays().default(days(30)),
  KEEP_DISCARDED_DAYS: keptDays().default(days(30)),
  KEEP_DUPLICATE_DAYS: keptDays().default(days(30)),
  KEEP_BOUNCE_DAYS: keptDays().default(days(365)),
  KEEP_AUTO_REPLY_DAYS: keptDays().default(days(365)),
  KEEP_NO_ATTACHMENTS_DAYS: keptDays().default(days(365)),

  HOST: text().default('127.0.0.1'),
  PORT: port().default(8080),
  PUBLIC_URL: optional(url('http', 'https')),
  CONTENT_URL: optional(origin()),
  TRUSTED_PROXIES: wholeNumber({ min: 0, max: 10 }).default(0),
  SESSION_HOURS: wholeNumber({ min: 1, max: 168 }).default(12),
  WEB_DIR: optional(text()),
  METRICS_PORT: optional(port()),
  METRICS_TOKEN: optional(text().min(16, { error: 'must be at least 16 characters' })),

  PLATFORM_DOMAIN: text()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/iu, { error: 'must be a domain name' })
    .default('zaakpost.localhost'),
  SMTP_PORT: port().default(2525),
  LMTP_PORT: optional(port()),
  TLS_CERT_FILE: optional(text()),
  TLS_KEY_FILE: optional(text()),
  MAXIMUM_SIZE_MB: wholeNumber({ min: 1, max: 150 }).default(50),
  SMTP_TRUSTED_CLIENTS: optional(networks()),
  SMTP_CONNECTIONS: wholeNumber({ min: 2, max: 10_000 }).default(200),
  SMTP_CONNECTIONS_PER_CLIENT: wholeNumber({ min: 1, max: 10_000 }).default(20),
  SMTP_MAILS_PER_CONNECTION: wholeNumber({ min: 1, max: 1_000_000 }).default(1_000),
  SMTP_RECIPIENTS: wholeNumber({ min: 1, max: 1_000 }).default(100),
  SMTP_UNKNOWN_RECIPIENTS: wholeNumber({ min: 1, max: 1_000 }).default(20),
  SMTP_IDLE_SECONDS: secondsFrom({ min: 1, max: 3_600 }).default(300_000),
  SMTP_SLOWEST_BYTES: wholeNumber({ min: 1, max: 1_000_000 }).default(500),

  RELAY_HOST: optional(text()),
  RELAY_PORT: wholeNumber({ min: 1, max: 65_535 }).default(587),
  RELAY_USER: optional(text()),
  RELAY_PASSWORD: optional(text()),
  RELAY_CA_FILE: optional(text()),
  ALLOW_PRIVATE_HOSTS: onOff().default(false),

  RSPAMD_URL: url('http', 'https').default('http://127.0.0.1:11333'),
  RSPAMD_PASSWORD: optional(text()),
  CLAMD_HOST: text().default('127.0.0.1'),
  CLAMD_PORT: wholeNumber({ min: 1, max: 65_535 }).default(3310),
  CLAMAV_SIGNATURES: choice(['required', 'test']).default('required'),
  SCAN_SECONDS: secondsFrom({ min: 1, max: 150 }).default(60_000),
  ATTACHMENTS_ENCRYPTED: choice(['quarantine', 'flag']).default('quarantine'),
  ATTACHMENTS_CLOSED: choice(['quarantine', 'flag']).default('quarantine'),
  ATTACHMENTS_PROGRAMS: choice(['quarantine', 'flag', 'allow']).default('quarantine'),
  ATTACHMENTS_MACROS: choice(['quarantine', 'flag', 'allow']).default('flag'),
  ATTACHMENTS_PAGES: choice(['quarantine', 'flag', 'allow']).default('flag'),
  DNS_SERVERS: optional(nameServers()),
  TRUSTED_MAIL_SERVERS: optional(hosts()),

  CHROMIUM_PATH: text().default('/usr/bin/chromium-headless-shell'),
} as const satisfies Record<string, z.ZodType>;

export type SettingName = keyof typeof SETTINGS;
export type SettingValues<Name extends SettingName = SettingName> = { [N in Name]: z.infer<(typeof SETTINGS)[N]> };

/** These may stand in a file instead: `NAME_FILE=/run/secrets/name`. */
export const SECRET_NAMES: readonly SettingName[] = [
  'DATABASE_URL',
  'REDIS_URL',
  'SECRET_KEYS',
  'METRICS_TOKEN',
  'RELAY_PASSWORD',
  'RSPAMD_PASSWORD',
];
