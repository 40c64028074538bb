import { decodeBytes } from '../charset/decode-bytes.ts';

/** What an RTF body says: the HTML that was wrapped in it (MS-OXRTFEX), or its text. */
export interface RtfBody {
  text: string | null;
  html: string | null;
}

const DEEPEST = 1_000;
const TOKEN = /\\'([0-9a-f]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([\s\S])|([{}])|[\r\n]+|[^\\{}\r\n]+/giu;
/** Destinations that hold no text of the mail. */
const SILENT = new Set(
  'fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr listtable listoverridetable rsidtbl generator themedata colorschememapping datastore latentstyles xmlnstbl fldinst mhtmltag'.split(
    ' ',
  ),
);
const WRITTEN: Record<string, string> = {
  ...{ par: '\n', line: '\n', tab: '\t', lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”' },
  ...{ bullet: '•', endash: '–', emdash: '—', cell: ' ', row: '\n', sect: '\n', page: '\n' },
};

interface Group {
  silent: boolean;
  /** The text is left out of the HTML: it is there for readers of RTF. */
  rtfOnly: boolean;
  tag: boolean;
  /** Characters after `\u` that stand in for it. */
  substitutes: number;
}

/** Reads RTF as far as mail needs it: characters, paragraphs, and HTML within. */
export function rtfBody(rtf: Buffer): RtfBody {
  const source = rtf.toString('latin1');
  const html = /\\fromhtml1?\b/u.test(source.slice(0, 2_000));
  const page = /\\ansicpg(\d{3,5})/u.exec(source.slice(0, 2_000))?.[1] ?? '1252';
  const out = new RtfWriter(html, page === '65001' ? 'utf-8' : `cp${page}`);
  for (const [token, hex, word, number, symbol, brace] of source.matchAll(TOKEN)) {
    if (brace === '{') out.enter();
    else if (brace === '}') out.leave();
    else if (hex) out.byte(Number.parseInt(hex, 16));
    else if (word) out.word(word.toLowerCase(), number === undefined ? null : Number(number));
    else if (symbol) out.symbol(symbol);
    else if (!/^[\r\n]/u.test(token)) out.write(token);
  }
  const written = out.finished();
  return html ? { html: written, text: null } : { html: null, text: written.trim() };
}

class RtfWriter {
  #text = '';
  #bytes: number[] = [];
  #groups: Group[] = [];
  #now: Group = { silent: false, rtfOnly: false, tag: false, substitutes: 1 };
  #skip = 0;
  #optional = false;
  readonly #html: boolean;
  readonly #charset: string;

  constructor(html: boolean, charset: string) {
    this.#html = html;
    this.#charset = charset;
  }

  enter(): void {
    if (this.#groups.length < DEEPEST) this.#groups.push({ ...this.#now });
  }

  leave(): void {
    this.#flush();
    this.#now = this.#groups.pop() ?? this.#now;
    this.#skip = 0;
  }

  byte(value: number): void {
    if (this.#skip > 0) this.#skip -= 1;
    else if (this.#shown) this.#bytes.push(value);
  }

  symbol(symbol: string): void {
    if (symbol === '*') this.#optional = true;
    else if (symbol === '~') this.write('\u00A0');
    else if (symbol === '_') this.write('-');
    else if (symbol === '\n' || symbol === '\r') this.write('\n');
    else if ('\\{}'.includes(symbol)) this.write(symbol);
  }

  word(word: string, number: number | null): void {
    const optional = this.#optional;
    this.#optional = false;
    if (word === 'htmltag') {
      this.#now.tag = true;
      this.#now.silent = !this.#html;
    } else if (SILENT.has(word) || (optional && !this.#now.tag)) this.#now.silent = true;
    else if (word === 'htmlrtf') this.#now.rtfOnly = number !== 0;
    else if (word === 'uc') this.#now.substitutes = Math.min(Math.max(number ?? 1, 0), 10);
    else if (word === 'u' && number !== null) {
      this.write(String.fromCharCode(number & 0xffff));
      this.#skip = this.#now.substitutes;
    } else if (WRITTEN[word]) this.write(WRITTEN[word] as string);
  }

  write(text: string): void {
    this.#optional = false;
    if (!this.#shown) return;
    this.#flush();
    const kept = text.slice(this.#skip);
    this.#skip = Math.max(0, this.#skip - text.length);
    // What stands outside the tags is text, not markup.
    this.#text += kept;
  }

  finished(): string {
    this.#flush();
    return this.#text;
  }

  get #shown(): boolean {
    return !this.#now.silent && !(this.#html && this.#now.rtfOnly);
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    this.#text += decodeBytes(Buffer.from(this.#bytes), this.#charset);
    this.#bytes = [];
  }
}
