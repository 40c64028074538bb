import { type Milliseconds, seconds } from '@zaakpost/domain';

/** How long each phase of a delivery may take, whatever trickles in meanwhile. */
export interface SubmissionTimeouts {
  /** Name, connection, greeting, TLS and login together. */
  connect: Milliseconds;
  /** From MAIL to the last byte before the terminator, the commit of the hand-over among it. */
  transfer: Milliseconds;
  /** From the terminator to the reply; what passes this is *outcome unknown*. */
  reply: Milliseconds;
}

/**
 * RFC 5321 section 4.5.3.2 gives each command 5 minutes and the last reply 10. Together these stay below the 6 minutes
 * that one run of `send-outbound` has.
 */
export const DEFAULT_TIMEOUTS: SubmissionTimeouts = {
  connect: seconds(30),
  transfer: seconds(90),
  reply: seconds(225),
};
