import { isUtf8 } from 'node:buffer';
import { decodeBytes } from './decode-bytes.ts';
import { readingOf } from './charset-name.ts';
import { base64Bytes } from '../transfer/base64.ts';

interface Word {
  charset: string;
  encoding: 'b' | 'q';
  payload: string;
  /** Where what follows it begins. */
  end: number;
}

/**
 * Text of an unstructured field (RFC 5322 section 2.2.1), a byte per character: encoded words decoded (RFC 2047), in
 * whatever broken form they are sent; other 8-bit bytes read as UTF-8, as `hint` where the mail names a charset, or as
 * Windows-1252.
 */
export function decodeText(value: string, hint: string | null = null): string {
  let text = '';
  let plainFrom = 0;
  let run: Word[] = [];
  const ends = endsIn(value);
  for (let at = value.indexOf('=?'); at !== -1; ) {
    const word = wordAt(value, at, ends);
    if (!word) {
      at = value.indexOf('=?', at + 2);
      continue;
    }
    const between = value.slice(plainFrom, at);
    if (run.length === 0 || between.trim() !== '') {
      text += wordsText(run) + rawText(between, hint);
      run = [];
    }
    run.push(word);
    plainFrom = word.end;
    at = value.indexOf('=?', word.end);
  }
  return text + wordsText(run) + rawText(value.slice(plainFrom), hint);
}

/** Where the next `?=` is, looked for once wherever it is asked from; -1 for none. */
function endsIn(value: string): (from: number) => number {
  let known = 0;
  return (from) => {
    if (known !== -1 && known < from) known = value.indexOf('?=', from);
    return known;
  };
}

/** An encoded word that begins here. Its text may hold spaces and raw bytes, and its end may be missing. */
function wordAt(value: string, at: number, ends: (from: number) => number): Word | null {
  const head = HEAD.exec(value.slice(at, at + 100));
  if (!head) return null;
  const from = at + head[0].length;
  const close = ends(from);
  const payload = value.slice(from, close === -1 ? value.length : close);
  const next = NEXT.exec(payload);
  const cut = next ? next.index : payload.length;
  const unclosed = close === -1 || next !== null;
  if (unclosed && !COMPLETE[encodingOf(head)].test(payload.slice(0, cut).trim())) return null;
  return {
    charset: String(head[1]),
    encoding: encodingOf(head),
    payload: payload.slice(0, cut),
    end: unclosed ? from + cut : close + 2,
  };
}

const HEAD = /^=\?([^?\s*]{1,60})(?:\*[^?\s]{0,30})?\?([bq])\?/iu;
const NEXT = /\s=\?[^?\s]{1,60}\?[bq]\?/iu;
/** What an encoded word without an end must look like to be taken for one. */
const COMPLETE = { b: /^[a-z0-9+/]+=*$/iu, q: /^\S*$/u } as const;

const encodingOf = (head: RegExpExecArray): 'b' | 'q' => String(head[2]).toLowerCase() as 'b' | 'q';

/** Text of adjacent words. A character may be split over two of one charset, although it must not. */
function wordsText(words: readonly Word[]): string {
  let text = '';
  for (let at = 0; at < words.length; ) {
    const { charset } = words[at] as Word;
    const same = [words[at] as Word];
    for (at += 1; at < words.length && joins(charset, words[at] as Word); at += 1) same.push(words[at] as Word);
    text += decodeBytes(Buffer.concat(same.map(bytesOf)), charset);
  }
  return text;
}

/** Sets with a state begin each word anew. */
const joins = (charset: string, word: Word): boolean =>
  word.charset.toLowerCase() === charset.toLowerCase() && !STATEFUL.test(charset);

const STATEFUL = /2022|utf-?7|hz/iu;

function bytesOf({ encoding, payload }: Word): Buffer {
  if (encoding === 'b') return base64Bytes(payload);
  const bytes = payload.replace(/_|=([0-9a-f]{2})/giu, (_, hex) =>
    hex === undefined ? ' ' : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

function rawText(value: string, hint: string | null): string {
  if (!/[\u0080-\u00ff]/u.test(value) && !value.includes('\x1b')) return value;
  const bytes = Buffer.from(value, 'latin1');
  return decodeBytes(bytes, hint !== null && isForeign(hint) && !isUtf8(bytes) ? hint : null);
}

/** A charset that says more of a raw header than Windows-1252 would. */
function isForeign(hint: string): boolean {
  const reading = readingOf(hint);
  return (reading.by === 'decoder' || reading.by === 'iconv') && !reading.name.startsWith('utf');
}
