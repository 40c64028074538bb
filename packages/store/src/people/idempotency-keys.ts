import type { Tx } from '@zaakpost/domain';
import { entityManagerOf } from '../tx.ts';

/** A request that carries a key: the same key from the same user with the same SHA-256 is the same request. */
export interface KeyedRequest {
  userId: string;
  key: string;
  sha256: string;
}

/** What came of a request the first time. */
export interface KeptAnswer {
  status: number;
  body: unknown;
}

/** Lets a request that is sent twice have its effect once. */
export interface IdempotencyKeys {
  /**
   * Takes the key in this transaction, or tells what came of it before; a second request waits for the first one's commit.
   */
  take(tx: Tx, request: KeyedRequest): Promise<'fresh' | 'other' | KeptAnswer>;
  /** Keeps the answer, in the transaction of the effect. */
  keep(tx: Tx, request: KeyedRequest, answer: KeptAnswer): Promise<void>;
}

export function idempotencyKeys(): IdempotencyKeys {
  return {
    async take(tx, { userId, key, sha256 }) {
      const manager = entityManagerOf(tx);
      const taken: unknown[] = await manager.query(
        `insert into idempotency_key (user_id, key, request_sha256) values ($1, $2, $3)
         on conflict do nothing returning key`,
        [userId, key, sha256],
      );
      if (taken.length > 0) return 'fresh';
      const [row]: { request_sha256: string; response: KeptAnswer }[] = await manager.query(
        'select request_sha256, response from idempotency_key where user_id = $1 and key = $2',
        [userId, key],
      );
      return row?.request_sha256 === sha256 ? row.response : 'other';
    },

    async keep(tx, { userId, key }, answer) {
      await entityManagerOf(tx).query('update idempotency_key set response = $3 where user_id = $1 and key = $2', [
        userId,
        key,
        JSON.stringify(answer),
      ]);
    },
  };
}
