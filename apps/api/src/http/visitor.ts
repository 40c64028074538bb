import type { User } from '@zaakpost/domain';
import type { Request, Response } from 'express';
import type { ApiParts } from '../parts.ts';

const COOKIE = 'zaakpost_session';

/** Who asks, with the session's token. */
export interface Visitor {
  user: User;
  token: string;
}

export async function visitorOf(request: Request, { sessions }: ApiParts): Promise<Visitor | null> {
  const token = cookieOf(request.header('cookie') ?? '');
  if (token === null) return null;
  const user = await sessions.userOf(token);
  return user ? { user, token } : null;
}

export function setSessionCookie(response: Response, { web }: ApiParts, token: string): void {
  for (const cookie of cookies(web.publicUrl)) {
    response.cookie(COOKIE, token, { ...cookie, maxAge: web.sessionHours * 3_600_000 });
  }
}

export function clearSessionCookie(response: Response, { web }: ApiParts): void {
  for (const cookie of cookies(web.publicUrl)) response.clearCookie(COOKIE, cookie);
}

/** Where a session is asked for: the API and the board. Elsewhere, as where the bytes of mail are, none is ever sent. */
const PATHS = ['/api', '/queues'];

const cookies = (publicUrl: string) =>
  PATHS.map((path) => ({ httpOnly: true, sameSite: 'strict', secure: publicUrl.startsWith('https:'), path }) as const);

function cookieOf(header: string): string | null {
  for (const pair of header.split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === COOKIE && value && /^[A-Za-z0-9_-]{20,200}$/u.test(value)) return value;
  }
  return null;
}
