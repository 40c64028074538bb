import { decodeText, firstOf, type RawHeaders } from '../headers.ts';
import { type Parameterised, parametersOf } from './parameters.ts';

/** One part of a message: what its header says of it. */
export interface MimePart {
  /** The container it stands in, or null for the message itself. */
  parent: MimePart | null;
  headers: RawHeaders;
  /** `type/subtype` in lower case; empty when there is none, or none that can be read. */
  type: string;
  /** As `type`, with what a missing one means in its place (RFC 2045 section 5.2, RFC 2046 section 5.1.5). */
  effectiveType: string;
  charset: string | null;
  parameters: ReadonlyMap<string, string>;
  disposition: string | null;
  /** As sent and decoded, not yet safe. */
  filename: string;
  contentId: string;
  encoding: string;
  /** Null for a leaf. A container may have none named, and still one in its body. */
  boundary: string | null;
  container: boolean;
  depth: number;
}

const TYPE = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/u;
const MOST_FIELDS = 5;
const DISPOSITION = /^[a-z][a-z-]*$/u;
/** What a part is called that says where it lies and nothing else. */
const PLAIN_NAME = /^[^/:?#"<>]{1,150}\.[a-z0-9]{2,5}$/iu;
const NO_FIELD: Parameterised = { value: '', parameters: new Map(), boundary: null };

/** Reads the header of a part. */
export function mimePart(headers: RawHeaders, parent: MimePart | null): MimePart {
  const contentType = fieldOf(headers, 'content-type', TYPE);
  const disposition = fieldOf(headers, 'content-disposition', DISPOSITION);
  const { boundary } = contentType;
  // What names a boundary is a container, whatever else it is called.
  const type = TYPE.test(contentType.value) ? contentType.value : boundary === null ? '' : 'multipart/mixed';
  const location = firstOf(headers, 'content-location');
  const encoding = headers.get('content-transfer-encoding')?.find((value) => value !== '') ?? '';
  const filename =
    disposition.parameters.get('filename') ||
    contentType.parameters.get('name') ||
    disposition.parameters.get('name') ||
    (!type.startsWith('text/') && PLAIN_NAME.test(location) ? decodeText(location) : '');
  // `multipart/x-zip` and its like are files.
  const file = boundary === null && (Boolean(filename) || /base64/iu.test(encoding));
  return {
    parent,
    headers,
    type,
    effectiveType: type || (parent?.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain'),
    charset: contentType.parameters.get('charset') ?? null,
    parameters: contentType.parameters,
    disposition: DISPOSITION.test(disposition.value) ? disposition.value : null,
    filename,
    contentId: /<?([^<>\s]+)/u.exec(firstOf(headers, 'content-id'))?.[1] ?? '',
    encoding,
    boundary,
    container: type.startsWith('multipart/') && !file,
    depth: parent === null ? 0 : parent.depth + 1,
  };
}

/** Of a field that is there twice the first that makes sense. */
function fieldOf(headers: RawHeaders, name: string, sense: RegExp): Parameterised {
  const read = headers.get(name)?.slice(0, MOST_FIELDS).map(parametersOf) ?? [];
  return read.find(({ value }) => sense.test(value)) ?? read[0] ?? NO_FIELD;
}
