import type { RawHeaders } from '../headers.ts';
import { withoutLineEnd } from './line-end.ts';

const FIELD = /^([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:/u;
/** UTF-8's, a byte per character. */
const BYTE_ORDER_MARK = /^\u00ef\u00bb\u00bf/u;
const ENVELOPE = /^>?From /u;
/** Fields with which a header goes on after a line that belongs to none; before anything else such a line begins the body. */
const WELL_KNOWN =
  /^(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|received|return-path|reply-to|sender|references|in-reply-to|x-[a-z-]+)[ \t]*:/iu;
/** Fields that stand once: a second one is more likely quoted in the text. */
const ONCE = /^(?:from|to|cc|subject|date|message-id|mime-version|content-.*)$/u;
/** The same, as they begin a line. */
const INDISPENSABLE = /^(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+)[ \t]*:/iu;
/** One value; what is longer is cut. */
const LONGEST_VALUE = 65_536;

/** What to do with a line that was offered to a header. */
export type Taken = 'taken' | 'end' | 'body';

/** Collects the lines of one header, a byte per character (RFC 5322 section 2.2). */
export class HeaderBlock {
  /** More came than is kept. */
  overflown = false;
  readonly #most: number;
  readonly #fields = new Map<string, string[]>();
  #size = 0;
  #name = '';
  #value = '';
  #begun = false;
  #odd = false;

  constructor(most: number) {
    this.#most = most;
  }

  get empty(): boolean {
    return !this.#begun;
  }

  /** A line that is no field has come, and whether it begins the body is not known before the next one. */
  get undecided(): boolean {
    return this.#odd;
  }

  /** `top` for the message's own header, before which an mbox has a line and transports leave empty ones. */
  take(line: string, top: boolean): Taken {
    const bare = withoutLineEnd(top && !this.#begun ? line.replace(BYTE_ORDER_MARK, '') : line);
    if (bare === '') {
      if (top && !this.#begun) return 'taken';
      return this.#odd ? 'body' : 'end';
    }
    if (this.#odd) {
      if (!WELL_KNOWN.test(bare) || this.#repeats(nameOf(bare))) return 'body';
      this.#odd = false;
    }
    if (/^[ \t]/u.test(bare)) return this.#continued(bare, top);
    if (this.#size > this.#most && !INDISPENSABLE.test(bare)) return this.#passed();
    const name = nameOf(bare);
    if (name === '') return this.#stray(bare, top);
    this.#close();
    if (this.#size > this.#most && (!ONCE.test(name) || this.#fields.has(name))) return this.#passed();
    this.#begun = true;
    this.#name = name;
    this.#grow(bare.slice(bare.indexOf(':') + 1));
    return 'taken';
  }

  /** A field of a header that is too large already. */
  #passed(): Taken {
    this.#close();
    this.overflown = true;
    return 'taken';
  }

  get fields(): RawHeaders {
    this.#close();
    return this.#fields;
  }

  #repeats(name: string): boolean {
    return ONCE.test(name) && (this.#fields.has(name) || this.#name === name);
  }

  #continued(bare: string, top: boolean): Taken {
    if (this.#name !== '') this.#grow(bare);
    else if (!this.#begun && bare.trim() !== '' && !top) return 'body';
    return 'taken';
  }

  #stray(bare: string, top: boolean): Taken {
    if (!this.#begun) {
      if (top && ENVELOPE.test(bare)) return 'taken';
      if (!top) return 'body';
    }
    if (ENVELOPE.test(bare) && top && this.#fields.size === 0) return 'taken';
    this.#odd = true;
    return 'taken';
  }

  /** Over the limit only the first of the fields that a mail cannot be read without is still kept. */
  #grow(text: string): void {
    const kept = ONCE.test(this.#name) && !this.#fields.has(this.#name);
    const left = kept ? LONGEST_VALUE : Math.max(0, this.#most - this.#size);
    const room = Math.min(LONGEST_VALUE - this.#value.length, left);
    if (text.length > room) this.overflown = true;
    this.#value += text.slice(0, room);
    this.#size += Math.min(text.length, room) + this.#name.length;
  }

  #close(): void {
    if (this.#name === '') return;
    const value = this.#value.slice(0, LONGEST_VALUE).trim();
    const values = this.#fields.get(this.#name);
    if (values) values.push(value);
    else this.#fields.set(this.#name, [value]);
    this.#name = '';
    this.#value = '';
  }
}

const nameOf = (line: string): string => FIELD.exec(line)?.[1]?.toLowerCase() ?? '';
