import type { PolicyRule } from '@zaakpost/domain';
import { extensionOf, groupOf } from './kinds.ts';
import type { Traits } from './traits.ts';
import { type ZipEntry, zipEntries } from './zip-directory.ts';

/** A part, or a file in the archive that it is, which kind it is, and which rule is about it. */
export interface Kind {
  filename: string | null;
  /** A file name extension in lower case. */
  kind: string;
  rule: PolicyRule;
}

export interface Named {
  filename: string | null;
  contentType: string;
  /** What others call it. */
  aliases?: readonly string[];
}

/** What a part is, by its names, by its bytes and by what it lists: only what a rule may be about. */
export function kindsOf({ filename, contentType, aliases = [] }: Named, traits: Traits): Kind[] {
  const entries = zipEntries(traits.tail);
  const own = [extensionOf(filename ?? ''), byBytes(traits), byContent(entries), BY_TYPE[contentType] ?? ''];
  return [
    ...own.flatMap((kind) => byKind(filename, kind)),
    ...aliases.flatMap((name) => byKind(name, extensionOf(name))),
    ...entries
      .flatMap(({ name, others }) => [name, ...others])
      .flatMap((name) => byKind(within(filename, name, 'zip'), extensionOf(name))),
    ...encrypted(filename, traits, entries),
  ];
}

/** A file by its kind, where a rule is about that. */
export const byKind = (filename: string | null, kind: string): Kind[] =>
  groupOf(kind) === null ? [] : [{ filename, kind, rule: 'attachmentType' }];

/** The name of a file in an archive, with the way to it. */
export const within = (archive: string | null, name: string, kind: string): string => `${archive ?? kind}/${name}`;

function encrypted(filename: string | null, traits: Traits, entries: ZipEntry[]): Kind[] {
  const kind = traits.isEncryptedOffice ? 'ole' : entries.some((entry) => entry.encrypted) ? 'zip' : null;
  return kind === null ? [] : [{ filename, kind, rule: 'encryptedArchive' }];
}

/** Macros in the newer Office formats, whatever the file is called. */
const byContent = (entries: ZipEntry[]): string =>
  entries.some(({ name }) => name.toLowerCase().endsWith('/vbaproject.bin')) ? 'vba' : '';

const BY_TYPE: Readonly<Record<string, string>> = {
  'application/x-msdownload': 'exe',
  'application/x-msdos-program': 'exe',
  'application/vnd.microsoft.portable-executable': 'exe',
  'application/hta': 'hta',
  'application/x-ms-shortcut': 'lnk',
  'application/java-archive': 'jar',
  'application/x-iso9660-image': 'iso',
  'application/x-apple-diskimage': 'dmg',
  'application/vnd.android.package-archive': 'apk',
  'application/vnd.ms-word.document.macroenabled.12': 'docm',
  'application/vnd.ms-excel.sheet.macroenabled.12': 'xlsm',
  'application/vnd.ms-powerpoint.presentation.macroenabled.12': 'pptm',
  'text/html': 'html',
  'application/xhtml+xml': 'xhtml',
  'image/svg+xml': 'svg',
};

interface Mark {
  kind: string;
  at: number;
  bytes: string;
  /** Counted from the end. */
  fromEnd?: true;
}

const MARKS: readonly Mark[] = [
  { kind: 'elf', at: 0, bytes: '\x7fELF' },
  { kind: 'lnk', at: 0, bytes: 'L\0\0\0\x01\x14\x02\0' },
  { kind: 'chm', at: 0, bytes: 'ITSF' },
  { kind: 'wim', at: 0, bytes: 'MSWIM\0\0\0' },
  { kind: 'vhdx', at: 0, bytes: 'vhdxfile' },
  { kind: 'vhd', at: 0, bytes: 'conectix' },
  { kind: 'class', at: 0, bytes: '\xca\xfe\xba\xbe' },
  { kind: 'macho', at: 0, bytes: '\xcf\xfa\xed\xfe' },
  { kind: 'macho', at: 0, bytes: '\xce\xfa\xed\xfe' },
  { kind: 'iso', at: 32_769, bytes: 'CD001' },
  { kind: 'vhd', at: 512, bytes: 'conectix', fromEnd: true },
  { kind: 'dmg', at: 512, bytes: 'koly', fromEnd: true },
  { kind: 'deb', at: 0, bytes: '!<arch>\ndebian-binary' },
];

function byBytes({ head, tail, hasMacros }: Traits): string {
  if (hasMacros) return 'vba';
  // MS-DOS and Windows programs; text that begins with MZ has no zero bytes.
  if (head.toString('latin1', 0, 2) === 'MZ' && head.subarray(0, 64).includes(0)) return 'exe';
  const mark = MARKS.find(({ at, bytes, fromEnd }) => {
    const [from, start] = fromEnd ? [tail, tail.length - at] : [head, at];
    return start >= 0 && from.toString('latin1', start, start + bytes.length) === bytes;
  });
  return mark?.kind ?? byText(head);
}

function byText(head: Buffer): string {
  const text = head
    .toString('latin1', 0, 1_024)
    .replace(/^\xef\xbb\xbf/u, '')
    .trimStart();
  if (/^#!\s?\//u.test(text)) return 'sh';
  if (/^<(?:!doctype html|html|script)\b/iu.test(text)) return 'html';
  return /^(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype svg[^>]{0,500}>\s*)?<svg\b/iu.test(text) ? 'svg' : '';
}
