import type { Tx } from '@zaakpost/domain';
import type { EntityManager } from 'typeorm';

/** An open transaction as the rest of the house may hold it: without a way in. */
export const asTx = (manager: EntityManager): Tx => manager as unknown as Tx;

/** What is inside: for this package only. */
export const entityManagerOf = (tx: Tx): EntityManager => tx as unknown as EntityManager;
