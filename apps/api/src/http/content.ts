import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { ApiParts } from '../parts.ts';
import type { Content, TextTable } from './route.ts';

/** Below it are the bytes of mail, each at the address of its ticket. No session is sent there. */
export const CONTENT_PATH = '/content';

const SHOWN = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/gif']);

/** Sends whoever was let in to where the bytes are, with leave to fetch them once. */
export async function leadToContent(content: Content, response: Response, parts: ApiParts): Promise<void> {
  const ticket = await parts.tickets.issue(content);
  const location = `${parts.web.contentUrl ?? ''}${CONTENT_PATH}/${ticket}`;
  response.status(303).set({ location, 'cache-control': 'no-store' }).end();
}

/**
 * Streams bytes that a stranger wrote. Nothing in them runs: no sniffing, no script, no origin; only what a browser shows
 * without running it is shown in the page, everything else is saved.
 */
export async function sendContent(
  content: Content,
  { request, response, parts }: { request: Request; response: Response; parts: ApiParts },
): Promise<void> {
  const { contentUrl, publicUrl } = parts.web;
  const type = content.contentType.toLowerCase().split(';', 1)[0]?.trim() ?? '';
  const show = content.mayShow && SHOWN.has(type);
  response.status(200).set({
    'content-type': show ? type : savedAs(type),
    'content-length': String(content.blob.size),
    'content-disposition': disposition(show ? 'inline' : 'attachment', content.filename),
    'content-security-policy': `sandbox; default-src 'none'; frame-ancestors ${contentUrl ? new URL(publicUrl).origin : "'self'"}`,
    'cross-origin-resource-policy': contentUrl ? 'cross-origin' : 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
  // Older browsers' word for frame-ancestors, which knows no other origin.
  if (contentUrl) response.removeHeader('x-frame-options');
  if (request.method === 'HEAD') return void response.end();
  const bytes = parts.blobs.stream(content.blob)[Symbol.asyncIterator]();
  // What fails before the first byte still becomes a problem document; later the store's last chunk never comes.
  const first = await bytes.next();
  await pipeline(resumed(first, bytes), response).catch(unlessTheClientLeft);
}

/** A table of ours, which a browser saves. */
export function sendTable({ text, filename }: TextTable, response: Response): void {
  response
    .status(200)
    .set({
      'content-disposition': disposition('attachment', filename),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    .type('text/csv; charset=utf-8')
    .send(text);
}

async function* resumed(
  first: IteratorResult<Uint8Array>,
  rest: AsyncIterableIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (!first.done) yield first.value;
  yield* rest;
}

function unlessTheClientLeft(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
}

// A type that a browser would open as a document is never named.
const savedAs = (type: string): string =>
  /^(?:application|audio|image|video)\/[a-z0-9.+-]{1,100}$/u.test(type) &&
  !/xml|html|svg|javascript|ecmascript/u.test(type)
    ? type
    : 'application/octet-stream';

/** RFC 6266: a plain name for old programs, and the real one in UTF-8. */
function disposition(kind: 'inline' | 'attachment', filename: string): string {
  const name =
    filename
      .replace(/[\p{Cc}\p{Cf}/\\]/gu, '_')
      .slice(0, 200)
      .toWellFormed() || 'document';
  const plain =
    name
      .normalize('NFKD')
      .replace(/[^\x20-\x7e]/gu, '')
      .replace(/["%]/gu, '_')
      .trim() || 'document';
  const encoded = encodeURIComponent(name).replace(/['()*]/gu, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
