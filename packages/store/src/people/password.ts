import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's smallest advice for argon2id: 19 MiB, two passes, one lane. */
const MEMORY = 19_456;
const PASSES = 2;
const LANES = 1;
const HASH = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([\w+/]{22,88})\$([\w+/]{43,88})$/u;

/** A password as it is stored: argon2id (RFC 9106) in the PHC string form. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derived(password, { salt, memory: MEMORY, passes: PASSES, lanes: LANES, length: 32 });
  return `$argon2id$v=19$m=${MEMORY},t=${PASSES},p=${LANES}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Is it the password? Costs the same with `null`, so that an unknown user takes as long as a wrong password. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, lanes, salt, hash] = HASH.exec(stored ?? NOBODYS) ?? [];
  const wanted = Buffer.from(String(hash), 'base64');
  const given = await derived(password, {
    salt: Buffer.from(String(salt), 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    length: wanted.length,
  });
  return timingSafeEqual(given, wanted) && stored !== null;
}

interface Cost {
  salt: Buffer;
  /** Kibibytes. */
  memory: number;
  passes: number;
  lanes: number;
  /** Bytes. */
  length: number;
}

const derived = (password: string, { salt, memory, passes, lanes, length }: Cost): Promise<Buffer> =>
  derive('argon2id', {
    message: password.normalize('NFC'),
    nonce: salt,
    parallelism: lanes,
    tagLength: length,
    memory,
    passes,
  }) as Promise<Buffer>;

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/u, '');

const NOBODYS = `$argon2id$v=19$m=${MEMORY},t=${PASSES},p=${LANES}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
