import type { Database } from '@zaakpost/store';

/** One scheduler at a time: who holds PostgreSQL's advisory lock leads. */
export interface Leadership {
  /** Leads, or has just become the leader. False while another leads, or while PostgreSQL is away. */
  held(): Promise<boolean>;
  /** Lets another lead. */
  resign(): Promise<void>;
}

const LEADER_LOCK = 7_240_101;

type Connection = ReturnType<Database['dataSource']['createQueryRunner']>;

/** The lock belongs to one connection and ends with it, so a leader that died is replaced at once. */
export function leadership({ dataSource }: Pick<Database, 'dataSource'>): Leadership {
  let seat: Connection | null = null;

  async function take(): Promise<boolean> {
    const candidate = dataSource.createQueryRunner();
    try {
      const [answer] = (await candidate.query('select pg_try_advisory_lock($1) as held', [LEADER_LOCK])) as Answer[];
      if (answer?.held === true) seat = candidate;
      return seat !== null;
    } finally {
      if (seat !== candidate) await candidate.release();
    }
  }

  async function keep(connection: Connection): Promise<boolean> {
    await connection.query('select 1');
    return true;
  }

  async function leave(): Promise<void> {
    const left = seat;
    seat = null;
    if (left === null) return;
    await left.query('select pg_advisory_unlock($1)', [LEADER_LOCK]).catch(() => undefined);
    await left.release();
  }

  return {
    async held() {
      try {
        return await (seat === null ? take() : keep(seat));
      } catch {
        await leave();
        return false;
      }
    },
    resign: leave,
  };
}

interface Answer {
  held: boolean;
}
