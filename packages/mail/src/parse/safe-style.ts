const PROPERTIES = new Set(
  `color background-color font-family font-size font-style font-weight font-variant line-height letter-spacing
  text-align text-decoration text-indent text-transform vertical-align white-space word-break word-spacing
  margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom padding-left
  border border-top border-right border-bottom border-left border-color border-style border-width border-collapse
  border-spacing border-radius width height max-width min-width list-style-type table-layout direction`.split(/\s+/u),
);

/** No colon, slash, backslash, at-sign or bracket: nothing that loads, escapes or computes. */
const PLAIN = /^[\w\s#%.,!'"+-]{1,200}$/u;
const COLOUR = /^rgba?\([\d\s.,%]{1,40}\)(?:\s*!important)?$/iu;
const MOST_DECLARATIONS = 60;

/** A mail repeats few styles many times. */
const MOST_KNOWN = 1_000;
const known = new Map<string, string>();

/** An inline style with what is known to be harmless; empty when nothing is. */
export function safeStyle(style: string): string {
  const before = known.get(style);
  if (before !== undefined) return before;
  const safe = checked(style);
  if (known.size === MOST_KNOWN) known.clear();
  if (style.length <= 500) known.set(style, safe);
  return safe;
}

function checked(style: string): string {
  return style
    .slice(0, 10_000)
    .split(';', MOST_DECLARATIONS)
    .map(safeDeclaration)
    .filter((declaration) => declaration !== null)
    .join(';');
}

function safeDeclaration(declaration: string): string | null {
  const colon = declaration.indexOf(':');
  const property = declaration.slice(0, colon).trim().toLowerCase();
  const value = declaration.slice(colon + 1).trim();
  const safe = PROPERTIES.has(property) && (PLAIN.test(value) || COLOUR.test(value)) && quotesMatch(value);
  return safe ? `${property}:${value}` : null;
}

const quotesMatch = (value: string): boolean => value.split('"').length % 2 === 1 && value.split("'").length % 2 === 1;
