declare const open: unique symbol;

/** An open database transaction. Only the store knows what is inside. */
export interface Tx {
  readonly [open]: true;
}

/** Work to be done in a transaction; may be run again when the transaction was rolled back. */
export type Recording = (tx: Tx) => Promise<void>;
