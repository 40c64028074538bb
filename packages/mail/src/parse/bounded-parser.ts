import { MailParser } from 'mailparser';
import { LimitReached, type ParseLimits } from './limits.ts';

/** A part as mailparser keeps it in its tree; its types leave this out. */
export interface MimeTree {
  contentType: string | false;
  disposition?: string;
  isAttachment?: boolean;
  textContent?: string;
  children: MimeTree[];
  headerLines: { key: string; line: string }[];
  headers: ReadonlyMap<string, unknown>;
}

interface SplitNode {
  type: 'node';
  contentType: string | false;
  filename: string | false;
  parentNode: SplitNode | false;
}

type Chunk = SplitNode | { type: 'data' | 'body'; value: Buffer };
type Done = (error?: Error) => void;

/** The inside of mailparser that the limits are put on. */
interface Internals {
  tree: MimeTree | false;
  curnode: MimeTree | false;
  createNode(node: SplitNode): MimeTree;
  processChunk(chunk: Chunk, done: Done): void;
}

/** mailsplit fails for what is ahead of what was parsed, which is then lost: the parts that 64 kB can hold. */
const READ_AHEAD = 12_000;

const inherited = MailParser.prototype as unknown as Internals;

/**
 * mailparser with the limits it lacks: depth, attachments, length of text. It leaves the text parts in `tree`, so that
 * nothing is spent on links and on HTML that nobody asked for, and takes a text part with a file name for the
 * attachment that it is.
 */
export class BoundedParser extends MailParser {
  truncated = false;
  readonly #limits: ParseLimits;
  readonly #depths = new WeakMap<SplitNode, number>();
  #parts = 0;
  #attachments = 0;
  #textLeft: number;

  constructor(limits: ParseLimits) {
    super({
      maxChildNodes: limits.parts + READ_AHEAD,
      maxHeadSize: limits.header,
      ignoreEmbedded: true,
      keepDeliveryStatus: true,
      checksumAlgo: false,
      skipTextToHtml: true,
      skipHtmlToText: true,
    } as ConstructorParameters<typeof MailParser>[0]);
    this.#limits = limits;
    this.#textLeft = limits.text;
  }

  get mimeTree(): MimeTree | null {
    return (this as unknown as Internals).tree || null;
  }

  createNode(node: SplitNode): MimeTree {
    const made = inherited.createNode.call(this, node);
    if (made.isAttachment === false && node.parentNode && node.filename) {
      made.isAttachment = true;
      made.disposition = 'attachment';
    }
    return made;
  }

  processChunk(chunk: Chunk, done: Done): void {
    try {
      if (chunk.type === 'node') this.#count(chunk);
      else if (chunk.type === 'body' && this.#isText()) chunk.value = this.#cut(chunk.value);
    } catch (error) {
      done(error as Error);
      return;
    }
    inherited.processChunk.call(this, chunk, done);
    if (chunk.type === 'node' && this.#current()?.isAttachment) this.#attachments += 1;
  }

  /** What mailparser would make of the text parts; `bodyOf` does that from the tree. */
  getTextContent(): { type: 'text' } {
    return { type: 'text' };
  }

  #current(): MimeTree | null {
    return (this as unknown as Internals).curnode || null;
  }

  #isText(): boolean {
    return this.#current()?.isAttachment === false;
  }

  #count(node: SplitNode): void {
    const depth = node.parentNode ? (this.#depths.get(node.parentNode) ?? 0) + 1 : 0;
    this.#depths.set(node, depth);
    if (depth > this.#limits.depth) throw new LimitReached(`nested deeper than ${this.#limits.depth} levels`);
    this.#parts += 1;
    if (this.#parts > this.#limits.parts) throw new LimitReached(`more than ${this.#limits.parts} parts`);
    if (this.#attachments >= this.#limits.attachments) {
      throw new LimitReached(`more than ${this.#limits.attachments} attachments`);
    }
  }

  #cut(value: Buffer): Buffer {
    const kept = value.subarray(0, this.#textLeft);
    this.#textLeft -= kept.length;
    if (kept.length < value.length) this.truncated = true;
    return kept;
  }
}
