import { kilobytes } from '@zaakpost/domain';

/** A field as it was sent, folded; its name in lower case. */
export interface Field {
  name: string;
  line: string;
}

/** The header of a message, and everything of it that was read so far. */
export interface MailHeader {
  /** From the top; each line in Latin-1, so that its bytes can be had again. */
  fields: Field[];
  /** Larger, of more lines, or with a longer `From`, than is looked at; then the fields are those of its beginning. */
  tooLarge: boolean;
  /** The first bytes of the message: the whole header, and what came in with its end. */
  read: Buffer;
}

const LARGEST = kilobytes(256);
// mailauth joins folded lines one by one, which takes the square of their number.
const MOST_LINES = 3_000;
/** And reads authors in the square of their length. */
export const LONGEST_FROM = kilobytes(16);
const HEADER_END = /\r?\n\r?\n/u;

/** Reads `source` up to the end of the header; the rest can be read on from the same iterator. */
export async function readHeader(source: AsyncIterator<Uint8Array>): Promise<MailHeader> {
  let read = Buffer.alloc(0);
  for (let next = await source.next(); !next.done; next = await source.next()) {
    read = Buffer.concat([read, next.value]);
    if (HEADER_END.test(read.toString('latin1')) || read.length > LARGEST) break;
  }
  const text = read.toString('latin1');
  const end = HEADER_END.exec(text)?.index ?? text.length;
  const lines = text.slice(0, Math.min(end, LARGEST)).split(/\r?\n/u);
  const fields = fieldsOf(lines.slice(0, MOST_LINES));
  const longFrom = fields.some(({ name, line }) => name === 'from' && line.length > LONGEST_FROM);
  return {
    fields,
    tooLarge: end > LARGEST || lines.length > MOST_LINES || longFrom,
    read,
  };
}

function fieldsOf(lines: string[]): Field[] {
  const fields: Field[] = [];
  for (const line of lines) {
    const name = /^([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:/u.exec(line)?.[1];
    const last = fields.at(-1);
    if (name && !/^[ \t]/u.test(line)) fields.push({ name: name.toLowerCase(), line });
    else if (last) last.line += `\r\n${line}`;
  }
  return fields;
}

/** The lines of one field, unfolded, from the top. */
export const valuesOf = (fields: readonly Field[], name: string): string[] =>
  fields
    .filter((field) => field.name === name)
    .map(({ line }) =>
      line
        .slice(line.indexOf(':') + 1)
        .replace(/\s+/gu, ' ')
        .trim(),
    );
