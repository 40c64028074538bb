import { firstOf, type RawHeaders } from '../parse/headers.ts';

/**
 * A null return path (RFC 5321 section 4.5.5): `Return-Path: <>`, empty in some servers. It counts only above the first
 * `Received`, where the server that delivered wrote it; further down it is part of what was sent.
 */
export function hasNullPath(headers: RawHeaders): boolean {
  const [path] = headers.get('return-path') ?? [];
  if (path === undefined || !/^(?:<\s*>)?$/u.test(path)) return false;
  const names = [...headers.keys()];
  const received = names.indexOf('received');
  return received === -1 || names.indexOf('return-path') < received;
}

/** A sender that only mail systems use, or none at all. */
export const isMailSystem = (headers: RawHeaders): boolean => isFromSystem(headers) || isFromNobody(headers);

/** A sender that only mail systems use. */
export const isFromSystem = (headers: RawHeaders): boolean => MAIL_SYSTEM.test(firstOf(headers, 'from'));

/** `From` is there and has no address: mail systems write so, and broken forms. An address may have no Latin letter. */
export function isFromNobody(headers: RawHeaders): boolean {
  const from = headers.get('from')?.[0];
  return from !== undefined && /^[^\p{L}\p{N}]*$|<\s*>\s*$/u.test(from);
}

/** Their own notices come from here, and now and then a person's mail does: a subject must tell. */
export const isPostmaster = (headers: RawHeaders): boolean => POSTMASTER.test(firstOf(headers, 'from'));

const MAIL_SYSTEM =
  /\bmailer-daemon\b|\bmail deliver(?:y|er)? (?:system|subsystem|service)\b|MicrosoftExchange[0-9a-f]{32}@|(?<![\w.+-])(?:mail-?|mailer|m)?daemon@/iu;

const POSTMASTER =
  /\b(?:postmaster|mailadmin|mail-?administrator|amavis|bounces?|dsn|ndr|imss|smtp_mail_service)\b[^\s<>]*@|(?<![\w.+-])\w*anti-?_?virus\w*@|^["' ]*(?:system administrator|systeembeheerder|systemadministrator|administrateur syst[èe]me)["' ]*(?:<|$)/iu;
