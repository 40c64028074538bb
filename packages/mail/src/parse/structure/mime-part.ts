import { decodeText, firstOf, type RawHeaders } from '../headers.ts';
import { encodingOf } from '../transfer/transfer-decoder.ts';
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
  /** What else it is called: programs differ in which name they take. */
  aliases: readonly string[];
  contentId: string;
  encoding: string;
  /** Its header can be read as two: its bytes are others then. */
  ambiguous: boolean;
  /** None for a leaf. A container may have none named, and still one in its body; of several each is one. */
  boundaries: readonly string[];
  container: boolean;
  depth: number;
}

const TYPE = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/u;
const MOST_FIELDS = 5;
const DISPOSITION = /^[a-z][a-z-]*$/u;
/** What a part is called that says where it lies and nothing else. */
const PLAIN_NAME = /^[^/:?#"<>]{1,150}\.[a-z0-9]{2,5}$/iu;
const NO_FIELD = parametersOf('');
const MULTIPART = /^multipart\//u;
const MOST_NAMES = 8;

/** Reads the header of a part. */
export function mimePart(headers: RawHeaders, parent: MimePart | null): MimePart {
  const types = fieldsOf(headers, 'content-type');
  const dispositions = fieldsOf(headers, 'content-disposition');
  const containers = types.filter(({ value, boundaries }) => MULTIPART.test(value) && boundaries.length > 0);
  // Of two fields a container goes before a leaf: what it would hide in one text shows.
  const contentType = containers[0] ?? fieldOf(types, TYPE);
  const disposition = fieldOf(dispositions, DISPOSITION);
  const boundaries = [
    ...new Set((containers.length > 0 ? containers : [contentType]).flatMap((one) => one.boundaries)),
  ];
  // What names a boundary is a container, whatever else it is called.
  const type = TYPE.test(contentType.value) ? contentType.value : boundaries.length === 0 ? '' : 'multipart/mixed';
  const encodings = headers.get('content-transfer-encoding')?.filter((value) => value !== '') ?? [];
  const [encoding = ''] = encodings;
  const [named = '', ...aliases] = namesIn([contentType, ...types], [disposition, ...dispositions]);
  const filename = named || (type.startsWith('text/') ? '' : locationOf(headers));
  const contradicts = new Set(encodings.slice(0, MOST_FIELDS).map(encodingOf)).size > 1;
  // `multipart/x-zip` and its like are files.
  const file = boundaries.length === 0 && (Boolean(filename) || /base64/iu.test(encoding));
  return {
    parent,
    headers,
    type,
    effectiveType: type || (parent?.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain'),
    charset: contentType.parameters.get('charset') ?? null,
    parameters: contentType.parameters,
    disposition: DISPOSITION.test(disposition.value) ? disposition.value : null,
    ...{ filename, aliases: aliases.slice(0, MOST_NAMES) },
    contentId: /<?([^<>\s]+)/u.exec(firstOf(headers, 'content-id'))?.[1] ?? '',
    ...{ encoding, ambiguous: contradicts || aliases.length > MOST_NAMES },
    boundaries,
    container: type.startsWith('multipart/') && !file,
    depth: parent === null ? 0 : parent.depth + 1,
  };
}

/** Every name that it is given, the one that most programs take first. */
function namesIn(types: readonly Parameterised[], dispositions: readonly Parameterised[]): Set<string> {
  const all = [
    ...dispositions.flatMap((one) => one.every('filename')),
    ...types.flatMap((one) => one.every('name')),
    ...dispositions.flatMap((one) => one.every('name')),
  ];
  return new Set(all.filter(Boolean));
}

function locationOf(headers: RawHeaders): string {
  const location = firstOf(headers, 'content-location');
  return PLAIN_NAME.test(location) ? decodeText(location) : '';
}

const fieldsOf = (headers: RawHeaders, name: string): Parameterised[] =>
  headers.get(name)?.slice(0, MOST_FIELDS).map(parametersOf) ?? [];

/** Of a field that is there twice the first that makes sense. */
const fieldOf = (read: readonly Parameterised[], sense: RegExp): Parameterised =>
  read.find(({ value }) => sense.test(value)) ?? read[0] ?? NO_FIELD;
