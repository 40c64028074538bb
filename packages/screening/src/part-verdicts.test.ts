import { Readable } from 'node:stream';
import type { DecodedAttachment } from '@zaakpost/domain';
import { expect, it } from 'vitest';
import { usualPolicy } from './fixtures/mails.ts';
import { partVerdicts, type ScanBytes } from './part-verdicts.ts';

const file = (filename: string, n: number): DecodedAttachment => ({
  ...{ filename, contentType: 'application/octet-stream', inline: false, contentId: null },
  ...{ sha256: n.toString(16).padStart(64, '0'), size: 5 },
});

const text = Buffer.from('tekst');
const blobs = { stream: () => Readable.from([text]), read: async () => text };

const clean: ScanBytes = async (bytes) => {
  for await (const _ of bytes);
  return { outcome: 'clean', signature: null };
};

it('what keeps a mail back is found behind any number of files that only mark it', async () => {
  const marked = Array.from({ length: 150 }, (_, n) => file(`brief-${n}.docm`, n));

  const { policy } = await partVerdicts([...marked, file('factuur.exe', 150)], {
    ...{ blobs, scan: clean, policy: { ...usualPolicy, macros: 'flag' }, opensRar: true },
    signal: new AbortController().signal,
  });

  expect(policy).toHaveLength(100);
  expect(policy[0]).toMatchObject({ filename: 'factuur.exe', action: 'quarantine' });
});
