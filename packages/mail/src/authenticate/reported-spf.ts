import type { AuthenticationResult } from '@zaakpost/domain';
import { type Field, valuesOf } from './mail-header.ts';

/** What a trusted server noted of its own check (RFC 8601). */
export interface ReportedSpf {
  reportedBy: string;
  result: AuthenticationResult;
  domain: string | null;
}

const RESULTS: readonly AuthenticationResult[] = [
  ...(['pass', 'fail', 'softfail', 'neutral', 'none', 'policy', 'temperror', 'permerror'] as const),
];
const LONGEST = 8_000;

/**
 * The outcome of SPF in the topmost `Authentication-Results` of a server that is trusted. That server takes away what
 * comes in under its name (RFC 8601 section 5), so nobody else can have written it.
 */
export function reportedSpf(fields: readonly Field[], trusted: readonly string[]): ReportedSpf | null {
  for (const value of valuesOf(fields, 'authentication-results')) {
    const [server = '', ...results] = withoutComments(value.slice(0, LONGEST)).split(';');
    const reportedBy = server.trim().split(' ')[0]?.toLowerCase() ?? '';
    if (!trusted.includes(reportedBy)) continue;
    const spf = results.map((text) => text.trim()).find((text) => /^spf ?=/iu.test(text));
    return spf === undefined ? null : spfIn(spf, reportedBy);
  }
  return null;
}

function spfIn(text: string, reportedBy: string): ReportedSpf | null {
  const word = /^spf ?= ?([a-z]{1,20})/iu.exec(text)?.[1]?.toLowerCase();
  const result = RESULTS.find((known) => known === word);
  const sender = /\bsmtp\.(?:mailfrom|helo) ?= ?"?([^\s"]{1,320})/iu.exec(text)?.[1];
  const domain = sender?.slice(sender.lastIndexOf('@') + 1).toLowerCase() ?? null;
  return result ? { reportedBy, result, domain } : null;
}

function withoutComments(value: string): string {
  let left = value;
  for (let depth = 0; depth < 3; depth += 1) left = left.replace(/\([^()]*\)/gu, ' ');
  return left.replace(/\s+/gu, ' ');
}
