import { closeSync, fsync, open, write } from 'node:fs';
import { promisify } from 'node:util';

/** By number and not by handle: a handle is closed through the thread pool, which costs as much as writing the file. */
export const files = {
  open: promisify(open),
  write: promisify(write),
  sync: promisify(fsync),
  /** What it held was synced, or is not wanted: the disk is not waited for. */
  close: closeSync,
};
