import { type Request, type Response, Router } from 'express';
import type { ApiParts } from '../parts.ts';
import { CONTENT_PATH, sendContent } from './content.ts';
import { notFound } from './problem.ts';

/**
 * Where the bytes of mail are: whoever brings a ticket gets what it is for, and nobody is asked who they are. With an origin
 * of its own neither API nor pages are served there, and it is served nowhere else.
 */
export function contentDoor(parts: ApiParts): Router {
  const { contentUrl } = parts.web;
  const host = contentUrl === null ? null : new URL(contentUrl).host;
  const router = Router({ caseSensitive: true });
  router.get(`${CONTENT_PATH}/:ticket`, (request, response, next) =>
    host === null || request.host === host ? serve(request, response, parts) : next(),
  );
  router.use((request, _, next) => {
    if (request.host === host || request.path.startsWith(`${CONTENT_PATH}/`)) throw notFound('This address');
    next();
  });
  return router;
}

async function serve(request: Request<{ ticket: string }>, response: Response, parts: ApiParts): Promise<void> {
  response.locals.route = 'content';
  const { ticket } = request.params;
  const content = TICKET.test(ticket) ? await parts.tickets.redeem(ticket) : null;
  if (content) return sendContent(content, { request, response, parts });
  response.status(404).set('cache-control', 'no-store').type('text/plain; charset=utf-8').send(OVER);
}

/** What has another shape costs no question to the database. */
const TICKET = /^[\w-]{43}$/u;

/** For whoever loads it again: in both languages, since nobody is known here. */
const OVER = `Dit adres werkt één keer, niet langer dan een minuut, en niet meer als er met de mail iets is gebeurd. Open het bestand opnieuw op de pagina van de zaak of de mail.

This address works once, for no longer than a minute, and not after something happened to the mail. Open the file again on the page of the case or mail.
`;
