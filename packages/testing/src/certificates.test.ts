import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { keptCertificates, testCertificates } from './certificates.ts';
import { withTemporaryFolder } from './temp-folder.ts';

it('vouches for localhost, and for another host, but not for the self-signed one', async () => {
  const { ca, server, wrongHost, selfSigned } = await testCertificates();
  const authority = new X509Certificate(ca);
  const vouched = ({ cert }: { cert: string }) => new X509Certificate(cert).verify(authority.publicKey);

  expect([vouched(server), vouched(wrongHost), vouched(selfSigned)]).toEqual([true, true, false]);
  expect(new X509Certificate(server.cert).checkHost('localhost')).toBe('localhost');
  expect(new X509Certificate(wrongHost.cert).checkHost('localhost')).toBeUndefined();
});

it('keeps an authority in a folder', async () => {
  await withTemporaryFolder(async (folder) => {
    expect(await keptCertificates(folder)).toEqual(await keptCertificates(folder));
  });
});
