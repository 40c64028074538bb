import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReceivedMail } from '@zaakpost/testing';
import libmime from 'libmime';

export interface OutboxPage {
  readonly port: number;
  stop(): Promise<void>;
}

// Not a sandbox: in one a browser refuses to load the page anew by itself.
const LIST_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const timeOf = new Intl.DateTimeFormat('nl-NL', { timeStyle: 'medium', timeZone: 'Europe/Amsterdam' });

// On a narrow screen each mail is a block: five columns do not fit.
const STYLE = [
  'body{font:16px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem}',
  'table{border-collapse:collapse;width:100%}',
  'td,th{padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #ccc}',
  '@media(max-width:48rem){tr,td{display:block;border:0;padding:0;overflow-wrap:anywhere}',
  'tr{padding:.6rem 0;border-bottom:1px solid #ccc}tr:first-child{display:none}}',
].join('');

/** A small page over what the demo's submission server was given: nothing leaves this machine. */
export async function startOutboxPage(mails: readonly ReceivedMail[], port: number): Promise<OutboxPage> {
  const server = createServer((request, response) => {
    const found = /^\/(\d+)\.eml$/u.exec(request.url ?? '');
    const mail = found ? mails[Number(found[1]) - 1] : undefined;
    const isList = request.url === '/';
    response.writeHead(mail || isList ? 200 : 404, {
      'content-type': isList ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
      'content-security-policy': isList ? LIST_POLICY : "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    response.end(mail?.raw ?? (isList ? listPage(mails) : 'Deze mail is er niet.\n'));
  });
  await listening(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

function listPage(mails: readonly ReceivedMail[]): string {
  const rows = mails.map((mail, at) => {
    const number = at + 1;
    const cells = [timeOf.format(mail.at), mail.from || '<>', mail.to.join(', ')];
    const subject = `<a href="/${number}.eml">${escapeHtml(subjectOf(mail) || '(geen onderwerp)')}</a>`;
    return `<tr><td>${number}</td>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}<td>${subject}</td></tr>`;
  });
  return `<!doctype html><html lang="nl"><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width"><title>Verzonden mail (demo)</title><style>${STYLE}</style>
<h1>Verzonden mail</h1><p>Wat Zaakpost in deze demo verstuurt, komt hier aan en verlaat deze machine niet.</p>
${mails.length === 0 ? '<p>Er is nog niets verzonden.</p>' : `<table><tr><th>Nr</th><th>Tijd</th><th>Van</th><th>Aan</th><th>Onderwerp</th></tr>${rows.reverse().join('')}</table>`}`;
}

/** The Subject field, unfolded (RFC 5322 section 2.2.3) and with its encoded words read (RFC 2047). */
export function subjectOf({ raw }: Pick<ReceivedMail, 'raw'>): string {
  const header = raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
  const field = /^subject:(.*)$/imu.exec(header.replace(/\r\n(?=[ \t])/gu, ''));
  return libmime.decodeWords((field?.[1] ?? '').trim());
}

const escapeHtml = (text: string) => text.replace(/[&<>"]/gu, (c) => `&#${c.codePointAt(0)};`);
