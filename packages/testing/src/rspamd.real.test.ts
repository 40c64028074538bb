import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DnsServer, startDns } from './dns.ts';
import { gtube } from './gtube.ts';
import { type Rspamd, startRspamd } from './rspamd.ts';

let dns: DnsServer;
let rspamd: Rspamd;

beforeAll(async () => {
  dns = await startDns({ records: { 'burger.example': { TXT: ['v=spf1 ip4:192.0.2.10 -all'] } } });
  rspamd = await startRspamd({ dns });
});

afterAll(async () => {
  await rspamd.stop();
  await dns.stop();
});

async function check(body: string) {
  const head = [
    'Received: from mx.burger.example (mx.burger.example [192.0.2.10]) by mail.gemeente-voorbeeld.example with ESMTPS',
    'From: Sanne de Vries <sanne@burger.example>',
    'To: info@gemeente-voorbeeld.example',
    'Subject: Vraag over mijn vergunning',
    `Date: ${new Date().toUTCString()}`,
    'Message-ID: <vraag-1@burger.example>',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ];
  const answer = await fetch(`${rspamd.url}/checkv2`, { method: 'POST', body: [...head, '', body, ''].join('\r\n') });
  return (await answer.json()) as { action: string; symbols: Record<string, unknown> };
}

it('lets an ordinary mail pass, with every question to the name server answered', async () => {
  const { action, symbols } = await check('Goedemiddag,\r\n\r\nWanneer hoor ik meer?\r\n\r\nSanne de Vries');

  expect(action).toBe('no action');
  expect(Object.keys(symbols).filter((name) => name.endsWith('_FAIL'))).toEqual([]);
  expect(dns.questions).toContain('TXT _dmarc.burger.example');
});

it('rejects GTUBE', async () => {
  expect(await check(gtube())).toMatchObject({ action: 'reject' });
});
