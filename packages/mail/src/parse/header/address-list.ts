import type { MailAddress } from '@zaakpost/domain';
import { decodeText } from '../charset/encoded-words.ts';
import { cleanLine } from '../clean-text.ts';

const LONGEST = 500;
/** Words between two commas that are looked at. */
const MOST_WORDS = 400;

/** A word of a list: text that may hold encoded words, what stood in quotes, in brackets or in parentheses. */
interface Token {
  kind: 'text' | 'quoted' | 'angle' | 'comment' | 'separator' | 'group';
  value: string;
  /** White space stood before it. */
  spaced: boolean;
}

/**
 * Mailboxes of an address list, a byte per character (RFC 5322 section 3.4 with its obsolete forms, RFC 6532): groups
 * opened, comments taken for names where there is none, at most `most` of them. What is broken gives what can be read.
 */
export function addressList(value: string, most: number, hint: string | null = null): MailAddress[] {
  const found: MailAddress[] = [];
  let group: Token[] = [];
  for (const token of [...tokens(value), END]) {
    if (token.kind === 'group') {
      // `Name:` opens a group; its name is nobody's.
      if (looksLikeName(group)) group = [];
      else group.push({ ...token, kind: 'text' });
    } else if (token.kind !== 'separator') group.push(token);
    else {
      found.push(...mailboxesOf(group.slice(0, MOST_WORDS), hint));
      group = [];
    }
  }
  return commasMended(found).slice(0, most);
}

const END: Token = { kind: 'separator', value: '', spaced: false };

const looksLikeName = (group: Token[]): boolean =>
  !group.some(({ kind, value }) => kind === 'angle' || value.includes('@'));

/** `Jansen, Jan <jan@example.nl>` without its quotes reads as two: a name alone belongs to the one behind it. */
function commasMended(list: MailAddress[]): MailAddress[] {
  const mended: MailAddress[] = [];
  for (const mailbox of list) {
    const last = mended.at(-1);
    if (last && !last.address.includes('@') && mailbox.name !== '' && mailbox.address !== '') {
      mended[mended.length - 1] = {
        name: `${last.name || last.address}, ${mailbox.name}`.slice(0, LONGEST),
        address: mailbox.address,
      };
    } else mended.push(mailbox);
  }
  return mended;
}

/** One mailbox, or more where their commas are missing. */
function mailboxesOf(group: Token[], hint: string | null): MailAddress[] {
  const first = group.findIndex(({ kind, value }) => kind === 'angle' && value.includes('@'));
  const next = group.findIndex(({ kind, value }, n) => n > first + 1 && kind === 'angle' && value.includes('@'));
  if (first !== -1 && next > first + 1) {
    return [...mailboxesOf(group.slice(0, first + 1), hint), ...mailboxesOf(group.slice(first + 1), hint)];
  }
  const angle = group.findLast(({ kind, value }) => kind === 'angle' && value.trim() !== '');
  const words = group.filter(({ kind }) => kind === 'text' || kind === 'quoted');
  const comments = group.filter(({ kind }) => kind === 'comment').map(({ value }) => value);
  const clean = (text: string) => cleanLine(decodeText(text, hint), LONGEST);
  if (angle) {
    const name = clean(phrase(words)) || clean(comments.join(' '));
    return [{ name: name.replace(/^(['"])(.*)\1$/u, '$2'), address: clean(addrSpec(angle.value)) }];
  }
  const at = words.findIndex(hasAt);
  if (at === -1) return unaddressed(clean(phrase(words)));
  const [from, to] = addressSpan(words, at);
  const address = words.slice(from, to).map(spelt).join('');
  const rest = [...words.slice(0, from), ...words.slice(to)];
  const found = clean(addrSpec(address));
  if (rest.some(hasAt)) return [{ name: clean(comments.join(' ')), address: found }, ...mailboxesOf(rest, hint)];
  return [{ name: clean(phrase(rest)) || clean(comments.join(' ')), address: found }];
}

const hasAt = ({ kind, value }: Token): boolean => kind === 'text' && value.includes('@');

/** A lone word is a local user; anything else is a name without an address. */
const unaddressed = (text: string): MailAddress[] =>
  text === '' ? [] : /^[\w.+-]+$/u.test(text) ? [{ name: '', address: text }] : [{ name: text, address: '' }];

/** The words around the `@` that belong to it: those without white space between them, or with dots at the gap. */
function addressSpan(words: Token[], at: number): [number, number] {
  let [from, to] = [at, at + 1];
  const joined = (left: Token, right: Token) =>
    !right.spaced || /[.@]$/u.test(left.value) || /^[.@]/u.test(right.value);
  while (from > 0 && joined(words[from - 1] as Token, words[from] as Token)) from -= 1;
  while (to < words.length && joined(words[to - 1] as Token, words[to] as Token)) to += 1;
  return [from, to];
}

/** A quoted local part keeps its quotes where it needs them. */
const spelt = ({ kind, value }: Token): string =>
  kind === 'quoted' && !/^[^\s"(),:;<>@[\\\]]+$/u.test(value) ? `"${value.replace(/(["\\])/gu, '\\$1')}"` : value;

/** Encoded words that touch a neighbour keep touching it. */
const phrase = (words: Token[]): string =>
  words.map(({ value, spaced }, n) => (n > 0 && spaced ? ` ${value}` : value)).join('');

/** What stands between the brackets, without a route (RFC 5322 section 4.4) or white space around dots and `@`. */
function addrSpec(text: string): string {
  const bare = text
    .trim()
    .replace(/^@[^:"]*:/u, '')
    .replace(/^mailto:/iu, '');
  const local = /^"(?:[^"\\]|\\.)*"/u.exec(bare)?.[0] ?? '';
  return (
    normalLocal(local) +
    bare
      .slice(local.length)
      .replace(/\s*([.@])\s*/gu, '$1')
      .replace(/^<+|>+$/gu, '')
      .trim()
  );
}

const normalLocal = (local: string): string =>
  /^"[^\s"(),:;<>@[\\\]]+"$/u.test(local) && !/^"\.|\.\.|\."$/u.test(local) ? local.slice(1, -1) : local;

function* tokens(value: string): Generator<Token, void> {
  let at = 0;
  let spaced = false;
  // One that never closes is not looked for again.
  let quotes = true;
  while (at < value.length) {
    const character = value.charAt(at);
    if (/\s/u.test(character)) {
      spaced = true;
      at += 1;
      continue;
    }
    const token = quotes || character !== '"' ? tokenAt(value, at, character) : unclosed(at);
    if (character === '"' && token.kind !== 'quoted') quotes = false;
    yield { ...token, spaced };
    at = token.end;
    spaced = false;
  }
}

type Found = Omit<Token, 'spaced'> & { end: number };

function tokenAt(value: string, at: number, character: string): Found {
  if (character === '"') return quotedAt(value, at);
  if (character === '(') return commentAt(value, at);
  if (character === '<') return angleAt(value, at);
  if (character === ',' || character === ';') return { kind: 'separator', value: character, end: at + 1 };
  if (character === ':') return { kind: 'group', value: ':', end: at + 1 };
  return wordAt(value, at);
}

/**
 * Up to white space or a special. An encoded word, a domain literal, and Japanese between its escape sequences (RFC 1468)
 * hold specials of their own.
 */
function wordAt(value: string, at: number): Found {
  WORD.lastIndex = at;
  const text = WORD.exec(value)?.[0] || value.charAt(at);
  return { kind: 'text', value: text, end: at + text.length };
}

const WORD =
  /(?:\p{Cc}\$\P{Cc}{0,500}\p{Cc}\([BJH]|=\?[^?\s]{1,60}\?[bq]\?[^?]{0,2000}\?=|\[[^\]\s]{0,255}\]|[^\s"(<,;:])+/iuy;

function quotedAt(value: string, at: number): Found {
  let text = '';
  for (let next = at + 1; next < value.length; next += 1) {
    const character = value.charAt(next);
    if (character === '"') return { kind: 'quoted', value: text, end: next + 1 };
    if (character === '\\' && next + 1 < value.length) {
      next += 1;
      text += value.charAt(next);
    } else text += character;
  }
  return unclosed(at);
}

/** Without its end it is no quote. */
const unclosed = (at: number): Found => ({ kind: 'text', value: '', end: at + 1 });

function commentAt(value: string, at: number): Found {
  let depth = 0;
  let text = '';
  for (let next = at; next < value.length; next += 1) {
    const character = value.charAt(next);
    if (character === '\\') {
      next += 1;
      text += value.charAt(next);
      continue;
    }
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) return { kind: 'comment', value: text, end: next + 1 };
    if (next > at) text += character;
  }
  return { kind: 'comment', value: text, end: value.length };
}

const LONGEST_ANGLE = 1_000;

/** Up to its bracket, wherever that is: what a sender forgets is more often a name's end than a bracket. */
function angleAt(value: string, at: number): Found {
  const from = /^<+/u.exec(value.slice(at, at + 10))?.[0].length ?? 1;
  let quoted = false;
  for (let next = at + from; next < Math.min(value.length, at + LONGEST_ANGLE); next += 1) {
    const character = value.charAt(next);
    if (character === '"') quoted = !quoted;
    if (character === '>' && !quoted) return { kind: 'angle', value: value.slice(at + from, next), end: next + 1 };
    if (character === ',' && !quoted && !value.slice(at + from, next).startsWith('@')) break;
  }
  const end = /[,;]/u.exec(value.slice(at))?.index ?? value.length - at;
  return { kind: 'angle', value: value.slice(at + from, at + end), end: at + end };
}
