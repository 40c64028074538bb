import type { AttachmentStream } from 'mailparser';
import type { ReportParts } from '../recognise/bounce.ts';

const KEPT = 65_536;

const ROLE: Record<string, keyof ReportParts> = {
  'message/delivery-status': 'status',
  'message/global-delivery-status': 'status',
  'message/rfc822': 'returned',
  'message/global': 'returned',
  'text/rfc822-headers': 'returned',
  'message/rfc822-headers': 'returned',
};

/** Keeps the beginning of the parts that tell what bounced, while they pass by to the sink. */
export class ReportWatch {
  readonly #kept = new Map<keyof ReportParts, Buffer[]>();

  /** The content itself, or the same while its beginning is kept. The first part of each kind counts. */
  watch(part: AttachmentStream, content: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    const role = ROLE[part.contentType];
    if (!role || this.#kept.has(role)) return content;
    const kept: Buffer[] = [];
    this.#kept.set(role, kept);
    return keeping(content, kept);
  }

  get parts(): ReportParts {
    const text = (role: keyof ReportParts) => {
      const kept = this.#kept.get(role);
      return kept ? Buffer.concat(kept).toString('latin1') : null;
    };
    return { status: text('status'), returned: text('returned') };
  }
}

async function* keeping(content: AsyncIterable<Buffer>, kept: Buffer[]): AsyncGenerator<Buffer, void> {
  let left = KEPT;
  for await (const chunk of content) {
    if (left > 0) kept.push(chunk.subarray(0, left));
    left -= chunk.length;
    yield chunk;
  }
}
