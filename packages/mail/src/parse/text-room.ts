import type { Bytes } from '@zaakpost/domain';
import { cleanText } from './clean-text.ts';

/** How much text of a message may still be kept. */
export class TextRoom {
  left: Bytes;
  /** Some was not kept. */
  truncated = false;

  constructor(left: Bytes) {
    this.left = left;
  }

  /** The beginning of these that finds room. */
  take(bytes: Buffer): Buffer {
    const kept = bytes.subarray(0, this.left);
    this.left -= kept.length;
    this.truncated ||= kept.length < bytes.length;
    return kept;
  }

  /** The beginning of a text that was decoded elsewhere. */
  takeText(text: string): string {
    const kept = cleanText(text.replace(/\r\n?/gu, '\n'), this.left);
    this.left -= kept.length;
    return kept;
  }
}
