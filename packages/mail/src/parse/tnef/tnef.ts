import { decodeBytes } from '../charset/decode-bytes.ts';
import { type MapiProperties, mapiProperties, textProperty } from './mapi.ts';
import { TAG } from './tags.ts';

/** A file within a TNEF stream. */
export interface TnefFile {
  filename: string;
  contentType: string;
  contentId: string;
  bytes: Buffer;
}

/** What a `winmail.dat` holds. */
export interface Tnef {
  /** False when it breaks off, or when something in it was left aside. */
  whole: boolean;
  files: TnefFile[];
  text: string | null;
  html: string | null;
  rtf: Buffer | null;
}

const SIGNATURE = 0x223e9f78;
const MOST_ATTRIBUTES = 10_000;
const MOST_FILES = 500;
const DEEPEST = 5;

/** Attributes (MS-OXTNEF 2.1.3.1): type and identity. */
const ATTRIBUTE = {
  oemCodepage: 0x00069007,
  body: 0x0002800c,
  messageProperties: 0x00069003,
  attachmentBegins: 0x00069002,
  attachmentTitle: 0x00018010,
  attachmentData: 0x0006800f,
  attachmentProperties: 0x00069005,
};

/** Was this written by Outlook as TNEF? Four bytes tell. */
export const isTnef = (bytes: Buffer): boolean => bytes.length >= 6 && bytes.readUInt32LE(0) === SIGNATURE;

/** Reads a TNEF stream (MS-OXTNEF 2.1.3). Never throws: what cannot be read ends the reading. */
export function readTnef(bytes: Buffer, depth = 0): Tnef {
  const found: Tnef = { whole: false, files: [], text: null, html: null, rtf: null };
  if (!isTnef(bytes) || depth > DEEPEST) return found;
  const none = { title: '', data: null, properties: null, open: false };
  const state: State = { found, codepage: 'windows-1252', ...none, depth, lost: false };
  let at = 6;
  for (let count = 0; count < MOST_ATTRIBUTES; count += 1) {
    if (at === bytes.length) {
      found.whole = true;
      break;
    }
    if (at + 9 > bytes.length) break;
    const id = bytes.readUInt32LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const end = at + 9 + length;
    if (end > bytes.length) {
      take(state, id, bytes.subarray(at + 9));
      break;
    }
    take(state, id, bytes.subarray(at + 9, end));
    // The checksum behind it is wrong in much of what is sent.
    at = Math.min(end + 2, bytes.length);
  }
  closeFile(state);
  found.whole &&= !state.lost;
  return found;
}

interface State {
  found: Tnef;
  codepage: string;
  open: boolean;
  title: string;
  data: Buffer | null;
  properties: MapiProperties | null;
  depth: number;
  /** Something was left aside that is in none of the files and no text. */
  lost: boolean;
}

function take(state: State, id: number, value: Buffer): void {
  const { found } = state;
  switch (id) {
    case ATTRIBUTE.oemCodepage:
      if (value.length >= 4) state.codepage = `windows-${value.readUInt32LE(0)}`;
      return;
    case ATTRIBUTE.body:
      found.text ??= decodeBytes(withoutNul(value), state.codepage);
      return;
    case ATTRIBUTE.messageProperties:
      takeBody(state, mapiProperties(value));
      return;
    case ATTRIBUTE.attachmentBegins:
      closeFile(state);
      state.open = true;
      return;
    case ATTRIBUTE.attachmentTitle:
      state.title = decodeBytes(withoutNul(value), state.codepage);
      return;
    case ATTRIBUTE.attachmentData:
      state.lost ||= state.data !== null;
      state.data = value;
      return;
    case ATTRIBUTE.attachmentProperties:
      state.properties = mapiProperties(value);
  }
}

function takeBody({ found, codepage }: State, properties: MapiProperties): void {
  const page = properties.get(TAG.internetCodepage);
  const charset = page && page.length >= 4 ? charsetOf(page.readUInt32LE(0)) : codepage;
  found.text ??= textProperty(properties, TAG.body, charset);
  const html = properties.get(TAG.bodyHtml);
  if (html) found.html ??= textProperty(properties, TAG.bodyHtml, charset) ?? decodeBytes(html, charset);
  found.rtf ??= properties.get(TAG.rtfCompressed) ?? null;
}

const charsetOf = (page: number): string =>
  page === 65_001 ? 'utf-8' : page >= 28_591 && page <= 28_605 ? `iso-8859-${page - 28_590}` : `cp${page}`;

function closeFile(state: State): void {
  const { found, title, data, properties, codepage } = state;
  const open = state.open || data !== null;
  Object.assign(state, { open: false, title: '', data: null, properties: null });
  if (!open) return;
  if (found.files.length >= MOST_FILES) {
    state.lost = true;
    return;
  }
  const named = (tag: number) => (properties ? textProperty(properties, tag, codepage) : null) ?? '';
  const filename = named(TAG.longFilename) || title || named(TAG.filename) || named(TAG.displayName);
  const embedded = properties?.get(TAG.dataObject) ?? null;
  if (embedded && embedded.length > 16 && isTnef(embedded.subarray(16))) {
    state.lost ||= data !== null && data.length > 0;
    unpack(state, readTnef(embedded.subarray(16), state.depth + 1), filename);
    return;
  }
  const bytes = data && data.length > 0 ? data : (embedded ?? data);
  state.lost ||= bytes === null || (embedded !== null && bytes !== embedded);
  if (bytes !== null) {
    found.files.push({
      ...{ filename, bytes, contentId: named(TAG.contentId).replace(/^<|>$/gu, '') },
      contentType: named(TAG.mimeTag).toLowerCase() || 'application/octet-stream',
    });
  }
}

/** A message within the message: its files among ours, its text as one more. */
function unpack(state: State, inner: Tnef, filename: string): void {
  const { found } = state;
  const unread = inner.text === null && (inner.html !== null || inner.rtf !== null);
  state.lost ||= !inner.whole || unread || inner.files.length >= MOST_FILES - found.files.length;
  if (inner.text !== null && inner.text.trim() !== '') {
    const file = { filename: `${filename || 'message'}.txt`, contentType: 'text/plain', contentId: '' };
    found.files.push({ ...file, bytes: Buffer.from(inner.text) });
  }
  found.files.push(...inner.files.slice(0, MOST_FILES - found.files.length));
}

function withoutNul(value: Buffer): Buffer {
  const end = value.indexOf(0);
  return end === -1 ? value : value.subarray(0, end);
}
