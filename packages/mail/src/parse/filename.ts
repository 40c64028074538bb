const LONGEST = 200;
const LONGEST_EXTENSION = 20;

/**
 * A name as sent, made safe to show and to save: no path, no control, format or bidi characters, none that a file
 * system gives a meaning, at most 200 characters with the extension kept. Null when nothing is left.
 */
export function safeFilename(name: string): string | null {
  const last = name.slice(-4_096).split(/[/\\]/u).at(-1) ?? '';
  const clean = last
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\uFFFD]/gu, '')
    .replace(/[<>:"|?*]/gu, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|(?<![. ])[. ]+$/gu, '');
  if (clean === '') return null;
  return shortened(DEVICE.test(clean) ? `_${clean}` : clean);
}

/** Names that Windows takes for a device, whatever their extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

function shortened(name: string): string {
  if (name.length <= LONGEST) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= LONGEST_EXTENSION ? name.slice(dot) : '';
  return `${name.slice(0, LONGEST - extension.length)}${extension}`.toWellFormed().replaceAll('\uFFFD', '');
}
