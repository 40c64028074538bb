/** An expectation about text: what must and must not stand in it. */
interface Within {
  contains?: string | string[];
  lacks?: string | string[];
}

/**
 * Where `got` is not as wanted, a line each. Of an object only the wanted fields count; a list has all its entries.
 * Strings are equal after line ends became LF and white space at their end went; `Within` looks into them, or into the
 * JSON of what is no string.
 */
export function mismatches(wanted: unknown, got: unknown, at = ''): string[] {
  if (isWithin(wanted)) return within(wanted, got, at);
  if (Array.isArray(wanted)) {
    return Array.isArray(got) && got.length === wanted.length
      ? wanted.flatMap((one, n) => mismatches(one, got[n], `${at}[${n}]`))
      : [differs(at, wanted, got)];
  }
  if (isObject(wanted)) {
    if (!isObject(got)) return [differs(at, wanted, got)];
    return Object.entries(wanted).flatMap(([field, one]) => mismatches(one, got[field], `${at}.${field}`));
  }
  return plain(wanted) === plain(got) ? [] : [differs(at, wanted, got)];
}

function within({ contains = [], lacks = [] }: Within, got: unknown, at: string): string[] {
  const text = typeof got === 'string' ? String(plain(got)) : JSON.stringify(got ?? null);
  return [
    ...[contains].flat().flatMap((words) => (text.includes(words) ? [] : [differs(at, `... ${words} ...`, got)])),
    ...[lacks].flat().flatMap((words) => (text.includes(words) ? [differs(at, `no ${words}`, got)] : [])),
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isWithin = (wanted: unknown): wanted is Within => isObject(wanted) && ('contains' in wanted || 'lacks' in wanted);

const plain = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\r\n', '\n').trimEnd() : value;

const differs = (at: string, wanted: unknown, got: unknown): string =>
  `${at}: wanted ${shortened(wanted)}, got ${shortened(got)}`;

const shortened = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 500);
