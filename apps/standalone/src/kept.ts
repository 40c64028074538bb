import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Made at the first start and kept, readable by this user only. */
export interface Kept {
  /** 32 bytes in base64, for the secrets in profiles. */
  secretKey: string;
  passwords: { behandelaar: string; operator: string; beheerder: string };
  /** Of the demo's mailbox and of its submission server. */
  demoPassword: string;
}

/** Reads what an earlier start kept, or makes it. */
export async function keep(folder: string): Promise<Kept> {
  const path = join(folder, 'secrets.json');
  const known = await readFile(path, 'utf8').catch(() => null);
  if (known !== null) return JSON.parse(known) as Kept;
  const made: Kept = {
    secretKey: randomBytes(32).toString('base64'),
    passwords: { behandelaar: password(), operator: password(), beheerder: password() },
    demoPassword: password(),
  };
  await writeFile(`${path}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
  return made;
}

// Four groups of four from letters and digits that are not mistaken for each other: 79 bits.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

function password(): string {
  const usable = [...randomBytes(64)].filter((byte) => byte < LETTERS.length * 8);
  const letters = usable.slice(0, 16).map((byte) => LETTERS[byte % LETTERS.length]);
  return [0, 4, 8, 12].map((from) => letters.slice(from, from + 4).join('')).join('-');
}
