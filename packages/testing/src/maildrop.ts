import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A mail that waits: its unique-id and size in bytes. */
export interface WaitingMail {
  readonly uniqueId: string;
  readonly size: number;
}

/** A folder of mails in the order they came. What is removed stays away over restarts. */
export class Maildrop {
  readonly #folder: string;
  #last = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the maildrop; the folder is made when it is not there. */
  static async open(folder: string): Promise<Maildrop> {
    await mkdir(folder, { recursive: true });
    return new Maildrop(folder);
  }

  /** Puts each mail in that this folder has not been given before under that name. */
  async seed(mails: readonly { readonly name: string; readonly raw: Uint8Array }[]): Promise<void> {
    const file = join(this.#folder, 'seeded.json');
    const known = await readFile(file, 'utf8').catch(() => '[]');
    const seeded = new Set(JSON.parse(known) as string[]);
    for (const { name, raw } of mails) {
      if (seeded.has(name)) continue;
      await this.add(raw, name);
      seeded.add(name);
    }
    await writeFile(file, JSON.stringify([...seeded]));
  }

  /** Puts a mail in. */
  async add(raw: Uint8Array, name = 'mail'): Promise<void> {
    // Names sort by time, and within a millisecond by order.
    this.#last = Math.max(Date.now(), this.#last + 1);
    const path = join(this.#folder, `${this.#last}-${name}`);
    await writeFile(`${path}.part`, raw);
    await rename(`${path}.part`, `${path}.eml`);
  }

  async list(): Promise<WaitingMail[]> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.eml')).sort();
    return Promise.all(
      names.map(async (name) => ({
        uniqueId: name.slice(0, -'.eml'.length),
        size: (await stat(join(this.#folder, name))).size,
      })),
    );
  }

  read(uniqueId: string): Promise<Buffer> {
    return readFile(join(this.#folder, `${uniqueId}.eml`));
  }

  async remove(uniqueId: string): Promise<void> {
    await rm(join(this.#folder, `${uniqueId}.eml`), { force: true });
  }
}
