/**
 * The EICAR test file, 68 bytes, which every virus scanner reports and which harms nothing. Put together at run time:
 * written out, a scanner would take this source file away.
 * @see https://www.eicar.org/download-anti-malware-testfile/
 */
export function eicar(): string {
  return [String.raw`X5O!P%@AP[4\PZX54(P^)`, '7CC)7}$', 'EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE', '!$H+H*'].join('');
}

/** The line of a `.hdb` signature file by which clamd knows the EICAR file: MD5, size, name. */
export const eicarSignature = '44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature';
