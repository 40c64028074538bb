import { DEFAULT_PARSE_LIMITS } from './limits.ts';
import { readMessage } from './read-message.ts';

/** Reads a mail, a byte per character, in pieces of `size`; gives its files' names and bytes beside it. */
export async function read(source: string | Buffer, size = 1_000) {
  const bytes = typeof source === 'string' ? Buffer.from(source, 'latin1') : source;
  const parts: Buffer[] = [];
  const message = await readMessage(
    (async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })(),
    async (content) => {
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk);
      parts.push(Buffer.concat(chunks));
    },
    DEFAULT_PARSE_LIMITS,
  );
  return { ...message, files: message.attachments.map(({ filename }) => filename), parts };
}

/** A mail of parts, each with its header. */
export const mixed = (...parts: string[]) =>
  `Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n${parts.join('\n--b\n')}\n--b--\n`;
