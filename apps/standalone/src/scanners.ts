import { type DnsServer, sampleDns, startClamd, startDns, startRspamd } from '@zaakpost/testing';
import { findProgram } from './programs.ts';
import { fetchSignatures, findSignatures } from './signatures.ts';

/** The scanners that run here, and what a person should know of them. */
export interface Scanners {
  rspamdUrl: string | null;
  clamdPort: number | null;
  signatures: 'required' | 'test';
  /** The name server that knows the demo's senders; null: the system's. */
  nameServer: string | null;
  remarks: string[];
}

/** Starts the system's Rspamd and clamd where they are installed; the first start of Rspamd takes some 20 s. */
export async function startScanners(
  { folder, demo }: { folder: string; demo: boolean },
  stack: AsyncDisposableStack,
): Promise<Scanners> {
  // The demo's senders exist nowhere but here.
  const dns = demo ? await startDns({ records: sampleDns }) : null;
  if (dns) stack.defer(() => dns.stop());
  const [rspamd, clamd] = await Promise.all([rspamdHere(dns, stack), clamdHere(folder, stack)]);
  return { ...rspamd, ...clamd, nameServer: dns?.address ?? null, remarks: [...rspamd.remarks, ...clamd.remarks] };
}

async function rspamdHere(dns: DnsServer | null, stack: AsyncDisposableStack) {
  if ((await findProgram('rspamd')) === null) return { rspamdUrl: null, remarks: [missing('Rspamd', 'rspamd')] };
  const rspamd = await startRspamd(dns ? { dns } : {});
  stack.defer(() => rspamd.stop());
  return { rspamdUrl: rspamd.url, remarks: [] };
}

async function clamdHere(folder: string, stack: AsyncDisposableStack) {
  const none = { clamdPort: null, signatures: 'test' as const };
  if ((await findProgram('clamd')) === null) return { ...none, remarks: [missing('ClamAV', 'clamav-daemon')] };
  const signatures = await findSignatures(folder);
  const clamd = await startClamd(signatures === null ? {} : { signatures });
  stack.defer(() => clamd.stop());
  if (signatures !== null) return { clamdPort: clamd.port, signatures: 'required' as const, remarks: [] };
  const fetching = await fetchInBackground(folder, stack);
  const hope = fetching ? ' Real ones are fetched meanwhile, if the internet is there, for the next start.' : '';
  const remark = `ClamAV has test signatures only: it finds the EICAR test file and no real virus.${hope}`;
  return { clamdPort: clamd.port, signatures: 'test' as const, remarks: [remark] };
}

async function fetchInBackground(folder: string, stack: AsyncDisposableStack): Promise<boolean> {
  const freshclam = await findProgram('freshclam');
  if (freshclam === null) return false;
  const ending = new AbortController();
  const fetching = fetchSignatures(folder, freshclam, ending.signal);
  stack.defer(async () => {
    ending.abort();
    await fetching;
  });
  return true;
}

const missing = (name: string, debianPackage: string) =>
  `${name} is not installed (apt-get install ${debianPackage}): new mail waits at the stage scan until it is.`;
