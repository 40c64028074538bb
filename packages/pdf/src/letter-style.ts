/** 170 mm, the width of A4 without its margins, in CSS pixels of 1/96 inch. */
export const TEXT_WIDTH = 643;

/** The sheet, and what is ours on it. `@page` and the block above are out of the mail's reach. */
export const sheetStyle = (caseNumber: number | null) => `
@page {
  size: A4;
  margin: 20mm;
  @bottom-left { content: "${caseNumber === null ? '' : `Zaak ${caseNumber}`}"; ${FOOTER} }
  @bottom-right { content: "Pagina " counter(page) " van " counter(pages); ${FOOTER} }
}
html { -webkit-print-color-adjust: exact; }
body { margin: 0; font: 10.5pt/1.45 ${FAMILY}; color: #1a1a1a; }
header { position: relative; z-index: 1; background: #fff; padding-bottom: 4mm; border-bottom: 0.5pt solid #767676; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 1.2mm 6mm; margin: 0; }
dt { color: #555; }
dd { grid-column: 2; margin: 0; overflow-wrap: anywhere; unicode-bidi: plaintext; }
h1 { margin: 0; font: inherit; font-weight: bold; }
.note { margin: 4mm 0 0; padding: 2.5mm 3.5mm; border-left: 1.2mm solid #b36b00; background: #fdf3e1; }
main { position: relative; z-index: 0; padding-top: 6mm; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** Inside the mail's own tree: nothing wider than the page, no picture over the edge of one. */
export const MAIL_STYLE = `
* { max-width: 100% !important; overflow-wrap: break-word; }
img { height: auto; max-height: 240mm !important; break-inside: avoid; object-fit: contain; }
pre, code, tt { white-space: pre-wrap; }
table { height: auto !important; }
tr { break-inside: avoid; }
blockquote { margin: 0 0 0 2mm; padding-left: 4mm; border-left: 0.5mm solid #bbb; }
p { margin: 0 0 1em; orphans: 2; widows: 2; }
h1, h2, h3, h4 { break-after: avoid; }
`;

/**
 * For a mail that in spite of that came out `factor` times as wide as the page, by a wide table mostly: smaller, and if
 * that would be too small to read, words may break anywhere besides.
 */
export function tightStyle(factor: number): string {
  const zoom = `:host { zoom: ${Math.max(SMALLEST, 0.98 / factor)}; }`;
  if (0.98 / factor >= SMALLEST) return zoom;
  return `${zoom}
* { min-width: 0 !important; overflow-wrap: anywhere; }
td, th, div { width: auto !important; white-space: normal !important; }
`;
}

// 10.5 points become 6.8: small, but read with ease.
const SMALLEST = 0.65;

const FOOTER = 'font: 8pt "Liberation Sans", Arial, sans-serif; color: #555; vertical-align: top; padding-top: 6mm;';
const FAMILY = '"Liberation Sans", Arial, Helvetica, "DejaVu Sans", sans-serif';
