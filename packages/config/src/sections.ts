import { megabytes, STAGES, type StageName } from '@zaakpost/domain';
import { concurrencyName, type SettingName, type SettingValues } from './settings.ts';

/** A part of a configuration: the settings that it is made of, and what it looks like to the code. */
export interface Section<Value> {
  names: readonly SettingName[];
  shape: (values: SettingValues) => Value;
}

// A shape sees only the settings that it names.
const section = <const Name extends SettingName, Value>(
  names: readonly Name[],
  shape: (values: SettingValues<Name>) => Value,
): Section<Value> => ({ names, shape });

export const log = section(['LOG_LEVEL'], (v) => ({ level: v.LOG_LEVEL }));

export const database = section(['DATABASE_URL', 'DATABASE_POOL_SIZE'], (v) => ({
  url: v.DATABASE_URL,
  poolSize: v.DATABASE_POOL_SIZE,
}));

/** As the queue's door takes it. */
export const queue = section(['QUEUE_BACKEND', 'REDIS_URL', 'QUEUE_PREFIX', 'DATABASE_URL'], (v) =>
  v.QUEUE_BACKEND === 'redis'
    ? { backend: v.QUEUE_BACKEND, url: v.REDIS_URL, prefix: v.QUEUE_PREFIX }
    : { backend: v.QUEUE_BACKEND, url: v.DATABASE_URL },
);

export const blobs = section(['BLOB_DIR'], (v) => ({ folder: v.BLOB_DIR }));

/** Milliseconds that nothing may have referred to bytes before they are removed. */
export const unusedBlobs = section(['BLOB_UNUSED_DAYS'], (v) => v.BLOB_UNUSED_DAYS);

/** Milliseconds that a mail waits in quarantine before it is deleted by itself. */
export const quarantineTerm = section(['QUARANTINE_DAYS'], (v) => v.QUARANTINE_DAYS);

/** Milliseconds that the bytes of a mail are kept after its end, by end. Ends that are not here are kept. */
export const keptTerms = section(
  [
    ...(['KEEP_DELETED_DAYS', 'KEEP_DISCARDED_DAYS', 'KEEP_DUPLICATE_DAYS'] as const),
    ...(['KEEP_BOUNCE_DAYS', 'KEEP_AUTO_REPLY_DAYS', 'KEEP_NO_ATTACHMENTS_DAYS'] as const),
  ],
  (v) => ({
    deleted: v.KEEP_DELETED_DAYS,
    discarded: v.KEEP_DISCARDED_DAYS,
    duplicate: v.KEEP_DUPLICATE_DAYS,
    bounceRecorded: v.KEEP_BOUNCE_DAYS,
    autoReplyFiled: v.KEEP_AUTO_REPLY_DAYS,
    noAttachments: v.KEEP_NO_ATTACHMENTS_DAYS,
  }),
);

/** Where a single machine keeps everything; null: in the checkout. */
export const dataFolder = section(['DATA_DIR'], (v) => v.DATA_DIR);

/** The first key encrypts, all of them decrypt. */
export const secretKeys = section(['SECRET_KEYS'], (v) => v.SECRET_KEYS);

/**
 * Milliseconds: the claim's lease, the queue's lock on a job and its look for stalled ones, the time that a stopping
 * process gives to what runs. `failPoint` is where a test wants the process to die.
 */
export const steps = section(
  [
    ...(['NODE_ENV', 'LEASE_SECONDS', 'LOCK_SECONDS', 'STALLED_SECONDS', 'GRACE_SECONDS', 'FAIL_POINT'] as const),
    ...STAGES.map((stage) => concurrencyName(stage)),
  ],
  (v) => ({
    lease: v.LEASE_SECONDS,
    lockDuration: v.LOCK_SECONDS,
    stalledInterval: v.STALLED_SECONDS,
    grace: v.GRACE_SECONDS,
    failPoint: stageFailPoint(v.FAIL_POINT),
    concurrency: Object.fromEntries(STAGES.map((stage) => [stage, v[concurrencyName(stage)]])) as Record<
      StageName,
      number
    >,
  }),
);

const stageFailPoint = (wanted: SettingValues['FAIL_POINT']) =>
  wanted === null || wanted.stage === 'receiver' ? null : { stage: wanted.stage, point: wanted.point };

/** Milliseconds between two sweeps. */
export const sweep = section(['SWEEP_SECONDS'], (v) => v.SWEEP_SECONDS);

export const grace = section(['GRACE_SECONDS'], (v) => v.GRACE_SECONDS);

/** What the scanners are asked with; `largestMail` in bytes, `timeouts` in milliseconds. */
export const screening = section(
  [
    ...(['NODE_ENV', 'RSPAMD_URL', 'RSPAMD_PASSWORD', 'CLAMD_HOST', 'CLAMD_PORT', 'CLAMAV_SIGNATURES'] as const),
    ...(['ATTACHMENTS_ENCRYPTED', 'ATTACHMENTS_CLOSED', 'ATTACHMENTS_PROGRAMS'] as const),
    ...(['ATTACHMENTS_MACROS', 'ATTACHMENTS_PAGES'] as const),
    'MAXIMUM_SIZE_MB',
    'SCAN_SECONDS',
  ],
  (v) => ({
    rspamd: { url: v.RSPAMD_URL, ...(v.RSPAMD_PASSWORD === null ? {} : { password: v.RSPAMD_PASSWORD }) },
    clamd: { host: v.CLAMD_HOST, port: v.CLAMD_PORT },
    signatures: v.CLAMAV_SIGNATURES,
    timeouts: { rspamd: v.SCAN_SECONDS, clamd: v.SCAN_SECONDS },
    largestMail: megabytes(v.MAXIMUM_SIZE_MB),
    attachments: {
      encrypted: v.ATTACHMENTS_ENCRYPTED,
      closed: v.ATTACHMENTS_CLOSED,
      programs: v.ATTACHMENTS_PROGRAMS,
      macros: v.ATTACHMENTS_MACROS,
      pages: v.ATTACHMENTS_PAGES,
    },
  }),
);

/** How senders are looked up; `dns.servers` null: those of the system. */
export const authentication = section(['DNS_SERVERS', 'TRUSTED_MAIL_SERVERS'], (v) => ({
  dns: { servers: v.DNS_SERVERS },
  trustedServers: v.TRUSTED_MAIL_SERVERS ?? [],
}));

/**
 * The platform's own relay, for installations whose outgoing mail profile names no server; null when there is none. Without
 * a login `userName` and `password` are empty.
 */
export const relay = section(['RELAY_HOST', 'RELAY_PORT', 'RELAY_USER', 'RELAY_PASSWORD', 'RELAY_CA_FILE'], (v) =>
  v.RELAY_HOST === null
    ? null
    : {
        host: v.RELAY_HOST,
        port: v.RELAY_PORT,
        userName: v.RELAY_USER ?? '',
        password: v.RELAY_PASSWORD ?? '',
        caFile: v.RELAY_CA_FILE,
      },
);

/** May host names in profiles point at loopback, link-local and private addresses? */
export const allowPrivateHosts = section(['ALLOW_PRIVATE_HOSTS'], (v) => v.ALLOW_PRIVATE_HOSTS);

export const platformDomain = section(['PLATFORM_DOMAIN'], (v) => v.PLATFORM_DOMAIN.toLowerCase());

export const chromiumPath = section(['CHROMIUM_PATH'], (v) => v.CHROMIUM_PATH);

/** A small server for processes without the API; `port` null: none. */
export const metrics = section(['HOST', 'METRICS_PORT', 'METRICS_TOKEN'], (v) => ({
  host: v.HOST,
  port: v.METRICS_PORT,
  token: v.METRICS_TOKEN,
}));

/** Where people reach the pages. */
export const publicUrlOf = (v: SettingValues<'PUBLIC_URL' | 'PORT'>): string =>
  v.PUBLIC_URL ?? `http://localhost:${v.PORT}`;

/** `contentUrl` null: bytes of mail come from the pages' own host; `sessionHours` in hours; `webFolder` null: the pages built beside the sources. */
export const web = section(
  ['NODE_ENV', 'HOST', 'PORT', 'PUBLIC_URL', 'CONTENT_URL', 'TRUSTED_PROXIES', 'SESSION_HOURS', 'WEB_DIR'],
  (v) => ({
    production: v.NODE_ENV === 'production',
    host: v.HOST,
    port: v.PORT,
    publicUrl: publicUrlOf(v),
    contentUrl: v.CONTENT_URL,
    trustedProxies: v.TRUSTED_PROXIES,
    sessionHours: v.SESSION_HOURS,
    webFolder: v.WEB_DIR,
  }),
);

/**
 * `lmtpPort` null: no LMTP; `tls` null: STARTTLS is not offered; `maximumSizeMb` in megabytes, `idle` in milliseconds,
 * `slowest` in bytes per second. `failPoint` is where a test wants the process to die.
 */
export const smtp = section(
  [
    ...(['NODE_ENV', 'HOST', 'SMTP_PORT', 'LMTP_PORT', 'TLS_CERT_FILE', 'TLS_KEY_FILE', 'MAXIMUM_SIZE_MB'] as const),
    ...(['SMTP_TRUSTED_CLIENTS', 'SMTP_CONNECTIONS', 'SMTP_CONNECTIONS_PER_CLIENT'] as const),
    ...(['SMTP_MAILS_PER_CONNECTION', 'SMTP_RECIPIENTS', 'SMTP_UNKNOWN_RECIPIENTS'] as const),
    ...(['SMTP_IDLE_SECONDS', 'SMTP_SLOWEST_BYTES', 'FAIL_POINT'] as const),
  ],
  (v) => ({
    host: v.HOST,
    port: v.SMTP_PORT,
    lmtpPort: v.LMTP_PORT,
    tls:
      v.TLS_CERT_FILE === null || v.TLS_KEY_FILE === null
        ? null
        : { certificateFile: v.TLS_CERT_FILE, keyFile: v.TLS_KEY_FILE },
    maximumSizeMb: v.MAXIMUM_SIZE_MB,
    trustedClients: v.SMTP_TRUSTED_CLIENTS ?? [],
    connections: v.SMTP_CONNECTIONS,
    connectionsPerClient: v.SMTP_CONNECTIONS_PER_CLIENT,
    mailsPerConnection: v.SMTP_MAILS_PER_CONNECTION,
    recipients: v.SMTP_RECIPIENTS,
    unknownRecipients: v.SMTP_UNKNOWN_RECIPIENTS,
    idle: v.SMTP_IDLE_SECONDS,
    slowest: v.SMTP_SLOWEST_BYTES,
    failPoint: v.FAIL_POINT?.stage === 'receiver' ? v.FAIL_POINT.point : null,
  }),
);
