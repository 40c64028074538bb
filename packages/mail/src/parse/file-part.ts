import type { DecodedAttachment } from '@zaakpost/domain';
import { cleanLine } from './clean-text.ts';
import { safeFilename } from './filename.ts';
import { isOpaque } from './protection.ts';
import type { MimePart } from './structure/mime-part.ts';

/** A file of a message; its bytes are with the sink. */
export type ReadPart = Omit<DecodedAttachment, 'sha256' | 'size'> & {
  /** Of an attached message, and no attachment itself. */
  within?: true;
};

const UNKNOWN = 'application/octet-stream';
const TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/u;
const MESSAGE = /^message\/(?:rfc822|global|news)$/u;

/** What a container says of a file within it. */
interface Packed {
  filename: string;
  contentType?: string;
  contentId?: string;
  container: NonNullable<DecodedAttachment['container']>;
}

/** Whether a part is a mail within the mail. */
export const isMessage = ({ contentType, filename }: Pick<ReadPart, 'contentType' | 'filename'>): boolean =>
  MESSAGE.test(contentType) || /\.eml$/iu.test(filename ?? '');

/** Whether a file may be a mail within its signature. */
export const holdsSigned = ({ contentType, filename, aliases = [] }: ReadPart): boolean =>
  isOpaque(contentType, [filename, ...aliases]);

/** Files that come out otherwise in other programs, or only together with what came in other mails (RFC 2046 section 5.2.2). */
export const isUnreadable = ({ type, ambiguous }: MimePart): boolean => ambiguous || UNREADABLE.test(type);

const UNREADABLE =
  /^message\/partial$|^multipart\/(?:mixed|alternative|related|signed|digest|report|parallel|appledouble)$/u;

/** The file that a part is, or that is packed in it. */
export function fileOf(part: MimePart, packed?: Packed): ReadPart {
  const contentType = packed ? typed(packed.contentType ?? UNKNOWN) : typeOf(part);
  const contentId = cleanLine(packed ? (packed.contentId ?? '') : part.contentId, 500);
  const filename = named(safeFilename(packed ? packed.filename : part.filename), contentType);
  const aliases = packed ? [] : aliasesOf(part, filename);
  return {
    filename,
    ...(aliases.length > 0 ? { aliases } : {}),
    ...{ contentType, inline: false, contentId: contentId === '' ? null : contentId },
    ...(packed ? { container: packed.container } : {}),
  };
}

/** Names that it has for others, safe too. Some programs end a name at a NUL, or at a line's end. */
function aliasesOf({ filename, aliases }: MimePart, known: string | null): string[] {
  const every = [filename, ...aliases].flatMap((name) => [name, ...name.split(CUT, 1)]);
  return [...new Set(every.map(safeFilename))].filter((name) => name !== null && name !== known) as string[];
}

const CUT = /[\0\r\n]/u;

/** A file of no stated type is no text. */
const typeOf = ({ type, effectiveType, filename }: MimePart): string =>
  typed(type === '' && filename !== '' ? UNKNOWN : effectiveType);

const typed = (type: string): string => (TYPE.test(type) ? type : UNKNOWN);

/** A mail within a mail opens as one; an invitation as what it is. */
function named(filename: string | null, contentType: string): string | null {
  if (contentType === 'text/calendar') return filename ?? 'invite.ics';
  if (!MESSAGE.test(contentType)) return filename;
  if (filename === null) return 'message.eml';
  return /\.eml$/iu.test(filename) ? filename : `${filename.slice(0, 196)}.eml`;
}
