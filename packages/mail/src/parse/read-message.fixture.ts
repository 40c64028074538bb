import { DEFAULT_PARSE_LIMITS, type ParseLimits } from './limits.ts';
import { readMessage } from './read-message.ts';

export async function read(source: string | Buffer, limits: Partial<ParseLimits> = {}) {
  const parts: Buffer[] = [];
  const sink = async (content: AsyncIterable<Buffer>) => {
    const chunks: Buffer[] = [];
    for await (const chunk of content) chunks.push(chunk);
    parts.push(Buffer.concat(chunks));
  };
  const bytes = typeof source === 'string' ? Buffer.from(source.replace(/\r?\n/g, '\r\n'), 'latin1') : source;
  const message = await readMessage(piecesOf(bytes), sink, { ...DEFAULT_PARSE_LIMITS, ...limits });
  return { message, parts };
}

async function* piecesOf(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}
