import type { TextPart } from '../body/body.ts';
import type { MimePart } from '../structure/mime-part.ts';
import type { TextRoom } from '../text-room.ts';
import type { TnefContent } from './unpacked-tnef.ts';

/** The text of a parcel in one form or two, each the alternative of the other. */
export function packedTexts(part: MimePart, { text, html }: TnefContent, room: TextRoom): TextPart[] {
  const parent: MimePart = { ...part, type: 'multipart/alternative', container: true };
  const form = (effectiveType: string, content: string): TextPart => ({
    part: { ...part, parent, effectiveType },
    content: room.takeText(content),
  });
  return [...(text === null ? [] : [form('text/plain', text)]), ...(html === null ? [] : [form('text/html', html)])];
}
