import { Resolver } from 'node:dns/promises';
import { type Milliseconds, minutes, seconds } from '@zaakpost/domain';

/** Unanswered questions in a row, of whatever mails, before the name server itself is doubted. */
const DOUBTFUL = 3;
const LASTS = minutes(1);
const ROOT_TIME = seconds(1);
/** Anybody can raise the doubt: one lost packet must not settle it. */
const ROOT_TRIES = 2;
/** Codes of what is no answer; any other error is one. */
export const SILENT: ReadonlySet<string> = new Set(['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED']);

/** What is asked, and by which clock; milliseconds that only go forward. */
export interface DnsSilenceOptions {
  servers: readonly string[] | null;
  now?: () => Milliseconds;
}

/**
 * Remembers for a minute that the name server is silent, so that not every mail waits for it. Names that senders choose
 * cannot bring it about: in doubt it is asked for the root, which every name server knows.
 */
export class DnsSilence {
  readonly #servers: readonly string[] | null;
  readonly #now: () => Milliseconds;
  #until = 0;
  #inARow = 0;
  #asking: Promise<void> | null = null;

  constructor({ servers, now = () => performance.now() }: DnsSilenceOptions) {
    this.#servers = servers;
    this.#now = now;
  }

  get lasts(): boolean {
    return this.#now() < this.#until;
  }

  answered(): void {
    this.#inARow = 0;
  }

  /** Settles when it is known whether the server is silent; nobody has to wait for that. */
  async unanswered(): Promise<void> {
    this.#inARow += 1;
    if (this.#inARow < DOUBTFUL || this.lasts) return;
    this.#asking ??= this.#askForRoot().finally(() => {
      this.#asking = null;
    });
    await this.#asking;
  }

  async #askForRoot(): Promise<void> {
    const resolver = new Resolver({ timeout: ROOT_TIME, tries: ROOT_TRIES });
    if (this.#servers !== null) resolver.setServers(this.#servers);
    const code = await resolver.resolveNs('.').then(
      () => '',
      (error: NodeJS.ErrnoException) => error.code ?? '',
    );
    if (SILENT.has(code)) this.#until = this.#now() + LASTS;
    // One question more without an answer, and it is doubted again.
    this.#inARow = SILENT.has(code) ? DOUBTFUL - 1 : 0;
  }
}
