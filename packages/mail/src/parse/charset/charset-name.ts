import iconv from 'iconv-lite';

/** How the bytes of a named charset are read. */
export type Reading =
  /** The name says nothing of the bytes. */
  | { by: 'guess' }
  /** What Node decodes. */
  | { by: 'decoder'; name: string }
  /** Code pages that Node lacks, and East Asian sets, of which its tables lack characters. */
  | { by: 'iconv'; name: string }
  /** Seven-bit forms of East Asian sets, which switch between them. */
  | { by: 'shifted'; name: 'hz' | 'iso-2022-kr' | 'iso-2022-jp' };

const known = new Map<string, Reading>();
const MOST_KNOWN = 500;

/** What a charset's name in a mail means: registered names, their aliases and the usual mistakes (RFC 2978). */
export function readingOf(label: string): Reading {
  const before = known.get(label);
  if (before) return before;
  const reading = found(tidied(label));
  if (known.size < MOST_KNOWN) known.set(label, reading);
  return reading;
}

const tidied = (label: string): string =>
  label
    .toLowerCase()
    .replace(/^charset\s*=/u, '')
    .split(/[;,\s]/u, 1)[0]
    ?.replace(/["'<>]/gu, '')
    .slice(0, 60) ?? '';

/** Names under which anything is sent. */
const SAYS_NOTHING =
  /^(?:|(?:us-?)?ascii|us|ansi(?:_x3\.(?:4|110)-\d+)?|iso-?646(?:-us)?|(?:x-)?unknown(?:-8bit)?|8bit|7bit|binary|none|null|default|auto|_?autodetect.*|x-user-defined|text\/.*|utf)$/u;

const PATTERNS: [RegExp, (found: RegExpExecArray) => Reading][] = [
  [/^(?:csunicode11|x-)?(?:unicode-[12]-[01]-)?utf-?7$/u, () => ({ by: 'iconv', name: 'utf-7' })],
  [/^(?:cs|x-)?utf[-_]?8(?:-?mb\d)?$/u, () => decoder('utf-8')],
  [/^utf[-_]?16([lb]e)?$/u, ([, order]) => decoder(`utf-16${order ?? ''}`)],
  [/^(?:utf[-_]?32|ucs-?4)([lb]e)?$/u, ([, order]) => ({ by: 'iconv', name: `utf-32${order ?? ''}` })],
  [/^(?:x-)?(?:windows|win|cp|ms)[-_]?(125\d|874)$/u, ([, page]) => decoder(`windows-${page}`)],
  [
    /^(?:x-)?(?:gb[-_]?2312(?:[-_]80)?|gbk|(?:cp|ms|windows)[-_]?936|euc-?cn|gb-?18030)$/u,
    () => ({ by: 'iconv', name: 'gb18030' }),
  ],
  [/^(?:x-)?(?:big-?5(?:[-_]?hkscs|-eten)?|(?:cp|ms)[-_]?950|cn-big5)$/u, () => ({ by: 'iconv', name: 'big5-hkscs' })],
  [
    /^(?:x-)?(?:ks_?c_?5601(?:-?1987)?|(?:cp|ms|windows)[-_]?949|uhc|euc-?kr|korean)$/u,
    () => ({ by: 'iconv', name: 'cp949' }),
  ],
  [
    /^(?:x-)?(?:shift[-_]?jis|s-?jis|(?:cp|ms|windows)[-_]?(?:932|31j)|ms_kanji)$/u,
    () => ({ by: 'iconv', name: 'cp932' }),
  ],
  [/^(?:cs)?iso-?2022-?jp(?:-?(?:1|2|3|ms|2004))?$|^cp5022[0-2]$/u, () => ({ by: 'shifted', name: 'iso-2022-jp' })],
  [/^(?:cs)?iso-?2022-?kr$/u, () => ({ by: 'shifted', name: 'iso-2022-kr' })],
  [/^(?:x-)?euc-?jp(?:-?ms|-?win)?$|^cp51932$/u, () => ({ by: 'iconv', name: 'euc-jp' })],
  [/^hz(?:-gb-?2312)?$/u, () => ({ by: 'shifted', name: 'hz' })],
  [/^(?:x-)?(?:tis-?620|iso-?8859-?11)$/u, () => decoder('windows-874')],
  [/^(?:x-)?mac[-_]?(?:roman|intosh)?$|^macintosh$/u, () => decoder('macintosh')],
  [/^(?:x-)?mac[-_]?(?:cyrillic|ukrain(?:e|ian))$/u, () => decoder('x-mac-cyrillic')],
  [/^(?:x-)?mac[-_]?(?:ce|central-?europe(?:an)?|latin2)$/u, () => ({ by: 'iconv', name: 'maccenteuro' })],
  [
    /^(?:x-)?mac[-_]?(greek|turkish|iceland|croatian|romania|thai)/u,
    ([, land]) => ({ by: 'iconv', name: `mac${land}` }),
  ],
  [/^(?:x-)?(?:iso[-_ ]?)?8859[-_]?(\d{1,2})(?:-[ie])?$/u, ([, part]) => decoder(`iso-8859-${part}`)],
  [/^(?:iso-)?latin-?1$|^l1$/u, () => decoder('iso-8859-1')],
  [/^(?:iso-)?latin-?9$/u, () => decoder('iso-8859-15')],
  [/^(?:x-)?(?:cp|ibm|oem|dos)[-_]?(\d{3,4})$/u, ([, page]) => ({ by: 'iconv', name: `cp${page}` })],
];

function found(name: string): Reading {
  if (SAYS_NOTHING.test(name)) return { by: 'guess' };
  for (const [pattern, reading] of PATTERNS) {
    const match = pattern.exec(name);
    if (match) return usable(reading(match));
  }
  const decoded = decoder(name);
  return exists(decoded) ? decoded : usable({ by: 'iconv', name });
}

const decoder = (name: string): Reading => ({ by: 'decoder', name });

const usable = (reading: Reading): Reading => (exists(reading) ? reading : { by: 'guess' });

/** Names that iconv-lite knows and that are no charset. */
const NO_CHARSET = /^(?:base64|hex|binary|internal|_.*)$/u;

function exists(reading: Reading): boolean {
  if (reading.by === 'iconv') return !NO_CHARSET.test(reading.name) && iconv.encodingExists(reading.name);
  if (reading.by !== 'decoder') return true;
  try {
    return new TextDecoder(reading.name) !== null;
  } catch {
    return false;
  }
}
