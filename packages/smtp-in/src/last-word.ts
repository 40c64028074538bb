import { type Reply, replies } from './reply.ts';
import type { Line } from './wire.ts';

/** What a client hears that has no command for us, before it is hung up on; null when nobody is there to hear. */
export function lastWord(line: Line & { none: string }): Reply | null {
  switch (line.none) {
    case 'bare':
      return replies.bareCommand;
    case 'long':
      return replies.lineTooLong;
    case 'called':
      return replies.stopping;
    case 'late':
      return replies.tooSlow;
    default:
      return null;
  }
}
