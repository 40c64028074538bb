import { z } from 'zod';
import { megabytes } from './duration.ts';
import { pop3MailboxSettings } from './pop3-mailbox.ts';
import { host, pem, port } from './server-settings.ts';

const address = z.email();

/** Uitgaande mailconfiguratie. Secrets are write-only: `password` and `privateKey` are stored encrypted. */
export const outgoingMailSettings = z.object({
  senderAddress: address,
  senderName: z.string().trim().min(1).max(200),
  subjectPrefix: z.string().trim().max(60).default(''),
  /** On the encoded message, in megabytes; 20 is the hard limit whatever this says. */
  maximumSizeMb: z.number().int().min(1).max(20).default(10),
  externalServer: z
    .object({
      host,
      port: port.default(587),
      userName: z.string().max(320),
      password: z.string().max(2_000),
      /** PEM of the CA that signed the server's certificate, where it is not a public one. */
      ca: pem.nullable().default(null),
    })
    .nullable()
    .default(null),
  dkim: z
    .object({ domain: host, selector: z.string().regex(/^[a-z0-9._-]{1,63}$/iu), privateKey: pem })
    .nullable()
    .default(null),
});
export type OutgoingMailSettings = z.infer<typeof outgoingMailSettings>;

/** Mail-ontvangst: the code in the subject. */
export const mailReceptionSettings = z.object({
  /** Hexadecimal digits of the random code. */
  codeDigits: z.number().int().min(6).max(32).default(6),
});
export type MailReceptionSettings = z.infer<typeof mailReceptionSettings>;

const mapping = z.object({
  subject: z.string().nullable().default(null),
  from: z.string().nullable().default(null),
  body: z.string().nullable().default(null),
});

/** Inkomende mailafhandeling, for mail that matched no open case. */
export const incomingMailSettings = z.discriminatedUnion('interface', [
  z.object({
    interface: z.literal('caseType'),
    address,
    caseTypeId: z.uuid(),
    /** Magic strings of the attributes that take the subject, the sender and the text. */
    mapping,
    /** Name of the requestor until a case worker sets one. */
    fallbackRequestor: z.string().trim().min(1).max(200),
    acknowledgementTemplateId: z.uuid().nullable().default(null),
  }),
  z.object({ interface: z.literal('documentIntake'), address }),
]);
export type IncomingMailSettings = z.infer<typeof incomingMailSettings>;

/** Ingeplande e-mail: must be active for scheduling to exist. */
export const scheduledEmailSettings = z.object({
  /** How much too late a mail may still go, in hours. */
  graceHours: z.number().int().min(0).max(720).default(24),
});
export type ScheduledEmailSettings = z.infer<typeof scheduledEmailSettings>;

/** Settings by profile type; the keys are the types. */
export const PROFILE_SETTINGS = {
  outgoingMail: outgoingMailSettings,
  mailReception: mailReceptionSettings,
  pop3Mailbox: pop3MailboxSettings,
  incomingMail: incomingMailSettings,
  scheduledEmail: scheduledEmailSettings,
} as const;

export type ProfileType = keyof typeof PROFILE_SETTINGS;
export type SettingsOf<T extends ProfileType> = z.infer<(typeof PROFILE_SETTINGS)[T]>;

/** Paths of the settings that are secret, per type: encrypted at rest, never given back. */
export const SECRET_SETTINGS: Record<ProfileType, readonly string[]> = {
  outgoingMail: ['externalServer.password', 'dkim.privateKey'],
  mailReception: [],
  pop3Mailbox: ['password', 'oauth.clientSecret', 'oauth.refreshToken', 'oauth.privateKey'],
  incomingMail: [],
  scheduledEmail: [],
};

/** A koppelprofiel. */
export interface IntegrationProfile<T extends ProfileType = ProfileType> {
  id: string;
  type: T;
  name: string;
  active: boolean;
  settings: SettingsOf<T>;
  version: number;
  health: ProfileHealth;
}

/** When it last worked, and what is wrong since when. */
export interface ProfileHealth {
  lastSuccessAt: Date | null;
  lastErrorAt: Date | null;
  lastErrorCode: string | null;
  failingSince: Date | null;
  /** When the newest mail came in by it; null for what is no mailbox, and for one that has brought none. */
  lastMailAt: Date | null;
  /** A mailbox that has brought no mail for longer than its settings find usual: since when. An alarm, and no error. */
  silentSince: Date | null;
  /** Until when the access token of a mailbox with OAuth is good, or was. */
  tokenExpiresAt: Date | null;
}

/** The encoded message may never be larger than this, whatever the profile says. */
export const HARD_SIZE_LIMIT = megabytes(20);

/** The largest encoded message, in bytes, that this profile lets go. */
export const sizeLimit = (settings: OutgoingMailSettings): number =>
  Math.min(megabytes(settings.maximumSizeMb), HARD_SIZE_LIMIT);
