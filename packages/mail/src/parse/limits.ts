import { type Bytes, type Milliseconds, megabytes, seconds } from '@zaakpost/domain';

/** What one message may cost. Over a limit it becomes `incomplete` or `unreadable`; it never becomes an error. */
export interface ParseLimits {
  /** MIME parts, the containers among them. */
  parts: number;
  /** Containers within containers. */
  depth: number;
  /** Header of one part. */
  header: Bytes;
  attachments: number;
  /** Plain text and HTML together, as decoded. */
  text: Bytes;
  /** Addresses kept of one header field. */
  addresses: number;
  /** Processor time of the child, where `/proc` tells it; then it is killed. What else the machine does costs no mail. */
  time: Milliseconds;
  /** On the clock, from the first byte to the decoded message; then the child is killed, whatever it did. */
  patience: Milliseconds;
  /** V8 heap of the child. */
  heap: Bytes;
  /** Resident memory of the child, buffers included; watched where `/proc` tells it. */
  memory: Bytes;
}

export const DEFAULT_PARSE_LIMITS: ParseLimits = {
  parts: 1_000,
  depth: 50,
  header: megabytes(1),
  attachments: 500,
  text: megabytes(2),
  addresses: 500,
  time: seconds(6),
  patience: seconds(30),
  heap: megabytes(256),
  memory: megabytes(448),
};
