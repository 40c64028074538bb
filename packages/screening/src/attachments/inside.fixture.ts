import { usualPolicy } from '../fixtures/mails.ts';
import { findingsIn } from './attachment-policy.ts';
import { Look } from './inside.ts';
import { kindsOf } from './kinds-of.ts';
import { traitsIn } from './traits.ts';

/** What the rules say of this file, each as `name: kind action`. */
export async function findings(filename: string, bytes: Buffer, { opensRar = true } = {}): Promise<string[]> {
  const traits = traitsIn(bytes);
  const file = { filename, contentType: '', traits, size: bytes.length, read: async () => bytes };
  const kinds = [...kindsOf(file, traits), ...(await new Look({ opensRar }).inside(file))];
  return findingsIn(kinds, usualPolicy).map(({ filename: name, kind, rule, action }) =>
    rule === 'attachmentType' ? `${name}: ${kind} ${action}` : `${name}: ${rule} ${kind} ${action}`,
  );
}
