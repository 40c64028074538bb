import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReceivedMail } from '@zaakpost/testing';

export interface OutboxPage {
  readonly port: number;
  stop(): Promise<void>;
}

/** A small page over what the demo's submission server was given: nothing leaves this machine. */
export async function startOutboxPage(mails: readonly ReceivedMail[], port: number): Promise<OutboxPage> {
  const server = createServer((request, response) => {
    const found = /^\/(\d+)\.eml$/u.exec(request.url ?? '');
    const mail = found ? mails[Number(found[1]) - 1] : undefined;
    const isList = request.url === '/';
    response.writeHead(mail || isList ? 200 : 404, {
      'content-type': isList ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation",
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
    const cells = [mail.at.toLocaleTimeString('nl-NL'), mail.from || '<>', mail.to.join(', '), subjectOf(mail)];
    return `<tr><td><a href="/${number}.eml">${number}</a></td>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
  return `<!doctype html><html lang="nl"><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width"><title>Verzonden mail (demo)</title>
<style>body{font:16px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem}td,th{padding:.3rem .8rem;text-align:left;border-bottom:1px solid #ccc;overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}</style>
<h1>Verzonden mail</h1><p>Wat Zaakpost in deze demo verstuurt, komt hier aan en verlaat deze machine niet.</p>
${mails.length === 0 ? '<p>Er is nog niets verzonden.</p>' : `<table><tr><th>Nr</th><th>Tijd</th><th>Van</th><th>Aan</th><th>Onderwerp</th></tr>${rows.reverse().join('')}</table>`}`;
}

/** The Subject field as it stands in the header, unfolded (RFC 5322 section 2.2.3). */
export function subjectOf({ raw }: Pick<ReceivedMail, 'raw'>): string {
  const header = raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
  const field = /^subject:(.*)$/imu.exec(header.replace(/\r\n(?=[ \t])/gu, ''));
  return (field?.[1] ?? '').trim();
}

const escapeHtml = (text: string) => text.replace(/[&<>"]/gu, (c) => `&#${c.codePointAt(0)};`);
