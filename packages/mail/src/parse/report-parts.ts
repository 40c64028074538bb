import type { ReportParts } from '../recognise/bounce.ts';
import type { MimePart } from './structure/mime-part.ts';

const KEPT = 65_536;

const ROLE: Record<string, keyof ReportParts> = {
  'message/delivery-status': 'status',
  'message/global-delivery-status': 'status',
  'message/rfc822': 'returned',
  'message/global': 'returned',
  'text/rfc822-headers': 'returned',
  'message/rfc822-headers': 'returned',
  'message/global-headers': 'returned',
};

/** Keeps the beginning of the parts that tell what bounced. The first part of each kind counts. */
export class ReportWatch {
  readonly #kept = new Map<keyof ReportParts, { part: MimePart; bytes: Buffer[]; left: number }>();

  watch(part: MimePart, bytes: Buffer): void {
    const role = ROLE[part.effectiveType];
    if (!role) return;
    const kept = this.#kept.get(role) ?? { part, bytes: [], left: KEPT };
    this.#kept.set(role, kept);
    if (kept.part !== part || kept.left <= 0) return;
    kept.bytes.push(Buffer.from(bytes.subarray(0, kept.left)));
    kept.left -= bytes.length;
  }

  get parts(): ReportParts {
    const text = (role: keyof ReportParts) => {
      const kept = this.#kept.get(role);
      return kept ? Buffer.concat(kept.bytes).toString('latin1') : null;
    };
    return { status: text('status'), returned: text('returned') };
  }
}
