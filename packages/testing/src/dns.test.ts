import { Resolver } from 'node:dns/promises';
import { expect, it } from 'vitest';
import { withDns } from './dns.ts';

const long = `v=DKIM1; p=${'A'.repeat(700)}`;
const records = {
  'burger.example': { A: ['192.0.2.1'], MX: [{ priority: 10, exchange: 'mx.burger.example' }], TXT: ['v=spf1 -all'] },
  'sleutel._domainkey.burger.example': { CNAME: 'dkim1.platform.example' },
  'dkim1.platform.example': { TXT: [long] },
};

it('answers what its table says, over UDP and, for long answers, TCP', async () => {
  await withDns({ records }, async ({ address, questions }) => {
    const resolver = new Resolver();
    resolver.setServers([address]);

    expect(await resolver.resolve4('burger.example')).toEqual(['192.0.2.1']);
    expect(await resolver.resolveMx('burger.example')).toMatchObject([{ priority: 10, exchange: 'mx.burger.example' }]);
    expect((await resolver.resolveTxt('sleutel._domainkey.burger.example')).map((parts) => parts.join(''))).toEqual([
      long,
    ]);
    await expect(resolver.resolve6('burger.example')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(resolver.resolve4('elders.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(questions).toContain('A elders.example');
  });
});
