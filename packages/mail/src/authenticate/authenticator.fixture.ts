import { generateKeyPairSync } from 'node:crypto';
import type { InboundSource } from '@zaakpost/domain';
import { startDns } from '@zaakpost/testing';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { afterAll, expect } from 'vitest';
import { memoryBlobs } from '../memory-blobs.ts';
import { authenticator } from './authenticator.ts';

const keyPair = (modulusLength: number) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  const record = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    TXT: [`v=DKIM1; k=rsa; p=${record}`],
  };
};
export const [good, weak, others] = [keyPair(2_048), keyPair(768), keyPair(2_048)];

export const dns = await startDns({
  records: {
    'burger.example': { TXT: ['v=spf1 ip4:127.0.0.2 ip4:192.0.2.7 -all'] },
    '_dmarc.burger.example': { TXT: ['v=DMARC1; p=reject'] },
    's1._domainkey.burger.example': good,
    'weak._domainkey.burger.example': weak,
    's1._domainkey.lijst.example': good,
    'lijst.example': { TXT: ['v=spf1 ip4:127.0.0.9 -all'] },
    'los.example': { TXT: ['v=spf1 ?all'] },
  },
});
afterAll(() => dns.stop());

export const mail = (more: string[] = [], from = 'Jan <jan@burger.example>') =>
  [...more, `From: ${from}`, 'To: info@gemeente.example', 'Subject: Vraag', '', 'Mag de boom weg?', ''].join('\r\n');

export const smtp = (peer: string, more: Partial<Extract<InboundSource, { kind: 'smtp' }>> = {}): InboundSource => ({
  ...{ kind: 'smtp', envelopeFrom: 'jan@burger.example', recipient: 'info@gemeente.example', peer },
  ...{ helo: 'mail.burger.example', tls: null, trusted: false },
  ...more,
});
export const pop3: InboundSource = { kind: 'pop3', mailboxId: 'box', uniqueId: '1' };

export async function authenticate(raw: string | Buffer, source: InboundSource, more: Partial<Given> = {}) {
  const blobs = memoryBlobs();
  const check = authenticator({
    ...{ blobs, hostName: 'zaakpost.example', trustedServers: ['mx.gemeente.example'] },
    dns: { servers: [more.server ?? dns.address], timeout: more.timeout ?? 10_000 },
    ...(more.work === undefined ? {} : { work: more.work }),
  });
  return await check.authenticate(blobs.keep(raw), { source, signal: more.signal ?? AbortSignal.timeout(60_000) });
}

export interface Given {
  server: string;
  /** In milliseconds; long, since the machine may be busy, but for a server that never answers. */
  timeout: number;
  signal: AbortSignal;
  work: number;
}

export async function signed(
  raw: string,
  options: { domain?: string; selector?: string; key?: string; maxBodyLength?: number } = {},
) {
  const { domain = 'burger.example', selector = 's1', key = good.privateKey, maxBodyLength } = options;
  const { signatures, errors } = await dkimSign(raw, {
    canonicalization: 'relaxed/relaxed',
    signatureData: [{ signingDomain: domain, selector, privateKey: key, ...(maxBodyLength ? { maxBodyLength } : {}) }],
  } as Parameters<typeof dkimSign>[1]);
  expect(errors).toEqual([]);
  return `${signatures}${raw}`;
}
