import type { Blobs, Parser } from '@zaakpost/domain';
import { type MessageReaderOptions, messageReader } from './message-reader.ts';

export interface ChildParserOptions extends MessageReaderOptions {
  /** Where the raw mail is and its parts go. */
  blobs: Blobs;
}

/** A parser with processes to end. */
export interface ChildParser extends Parser {
  close(): Promise<void>;
}

/**
 * A message reader between blobs.
 *
 * @throws UnavailableError('parser-away') when no child can be started; what the blob store throws.
 */
export function childParser({ blobs, ...options }: ChildParserOptions): ChildParser {
  const reader = messageReader(options);
  return {
    parse: (raw, { signal }) =>
      reader.read({ open: () => blobs.stream(raw), keep: (content) => blobs.put(content) }, { signal }),
    close: () => reader.close(),
  };
}
