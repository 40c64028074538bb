import type { NewStep } from '../step.ts';

declare const open: unique symbol;

/** An open database transaction. Only the store knows what is inside. */
export interface Tx {
  readonly [open]: true;
}

/**
 * Work to be done in a transaction; may be run again when the transaction was rolled back. It may give steps that are to be
 * born in the same transaction, where these are known only then.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: most recordings give nothing, and an async function then gives void.
export type Recording = (tx: Tx) => Promise<NewStep[] | void>;
