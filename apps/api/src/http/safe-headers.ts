import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { ApiParts } from '../parts.ts';

/** Nothing but our own files runs in our pages; files out of mail are shown from where their bytes are. */
export function safeHeaders({ web }: ApiParts): RequestHandler {
  const secure = web.publicUrl.startsWith('https:');
  const content = web.contentUrl === null ? [] : [web.contentUrl];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:', ...content],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'frame-src': ["'self'", ...content],
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        ...(secure ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    xFrameOptions: { action: 'sameorigin' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
}
