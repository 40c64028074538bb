import { createHash } from 'node:crypto';
import { seconds } from '@zaakpost/domain';
import { type SessionOptions, type SmtpServer, SmtpSession } from './session.ts';

const MOST_PER_SERVER = 5;
const MOST_TRANSACTIONS = 100;
const IDLE = seconds(10);

/** Connections to one server and login. */
interface Lane {
  idle: { session: SmtpSession; timer: NodeJS.Timeout }[];
  taken: number;
  waiting: (() => void)[];
}

/** A few connections per server, kept for the next message for ten seconds. */
export class SessionPool {
  readonly #options: SessionOptions;
  readonly #lanes = new Map<string, Lane>();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Runs `use` with a connection of its own. `reused` tells whether it has carried a message before. */
  async with<T>(
    server: SmtpServer,
    signal: AbortSignal,
    use: (session: SmtpSession, reused: boolean) => Promise<T>,
    { fresh = false } = {},
  ): Promise<T> {
    const lane = this.#laneTo(server);
    if (lane.taken < MOST_PER_SERVER) lane.taken += 1;
    else await new Promise<void>((resolve) => lane.waiting.push(resolve));
    let session: SmtpSession | null = null;
    try {
      signal.throwIfAborted();
      const known = fresh ? null : warm(lane);
      session = known ?? (await SmtpSession.open(server, this.#options, signal));
      return await use(session, known !== null);
    } finally {
      if (session) keep(lane, session);
      const next = lane.waiting.shift();
      if (next) next();
      else lane.taken -= 1;
    }
  }

  /** Says QUIT on what is idle; what is in use ends by itself and is not kept. */
  close(): void {
    for (const lane of this.#lanes.values()) {
      for (const { session, timer } of lane.idle.splice(0)) {
        clearTimeout(timer);
        session.quit();
      }
    }
    this.#lanes.clear();
  }

  #laneTo(server: SmtpServer): Lane {
    const key = createHash('sha256').update(JSON.stringify(server)).digest('hex');
    const lane = this.#lanes.get(key) ?? { idle: [], taken: 0, waiting: [] };
    this.#lanes.set(key, lane);
    return lane;
  }
}

function warm(lane: Lane): SmtpSession | null {
  for (let kept = lane.idle.pop(); kept; kept = lane.idle.pop()) {
    clearTimeout(kept.timer);
    if (kept.session.usable) return kept.session;
  }
  return null;
}

function keep(lane: Lane, session: SmtpSession): void {
  if (!session.usable) return;
  if (session.transactions >= MOST_TRANSACTIONS) {
    session.quit();
    return;
  }
  const timer = setTimeout(() => {
    lane.idle = lane.idle.filter((kept) => kept.session !== session);
    session.quit();
  }, IDLE).unref();
  lane.idle.push({ session, timer });
}
