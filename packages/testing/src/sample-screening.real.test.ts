import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DnsServer, startDns } from './dns.ts';
import { type Rspamd, startRspamd } from './rspamd.ts';
import { sampleDns, sampleMails } from './sample-mails.ts';
import { type SampleName, samples } from './samples.ts';

let dns: DnsServer;
let rspamd: Rspamd;
const action = new Map<SampleName, string>();

beforeAll(async () => {
  dns = await startDns({ records: sampleDns });
  rspamd = await startRspamd({ dns });
  const mails = await sampleMails({
    codes: { open: '[Voorbeeld 1-aaaaaa]', wrong: '[Voorbeeld 1-bbbbbb]', resolved: '[Voorbeeld 2-cccccc]' },
    messageIds: { outgoing: '<uit-1@gemeente-voorbeeld.example>' },
  });
  for (const { name, raw } of mails) {
    const answer = await fetch(`${rspamd.url}/checkv2`, { method: 'POST', body: new Uint8Array(raw) });
    action.set(name, ((await answer.json()) as { action: string }).action);
  }
});

afterAll(async () => {
  await rspamd.stop();
  await dns.stop();
});

it.each(Object.keys(samples) as SampleName[])('Rspamd calls %s what it is', (name) => {
  if (name === 'gtube') expect(action.get(name)).toBe('reject');
  else expect(action.get(name)).toMatch(/^(no action|greylist)$/);
});
