import sanitizeHtml from 'sanitize-html';
import { safeStyle } from './safe-style.ts';

const TAGS =
  `a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em
  figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section
  small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr`.split(/\s+/u);

/** Elements whose text is no text of the mail. */
const SILENT =
  'script style textarea option select title noscript template iframe object embed applet xmp svg math head'.split(' ');

const LARGEST_DATA_IMAGE = 200_000;
const DATA_IMAGE = /^data:image\/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/=\s]+$/iu;
const CID = /^cid:[^\s"'<>]{1,500}$/iu;

/** Deeper than any real markup; the HTML parser is quadratic in it. */
const DEEPEST = 200;

/**
 * HTML of a mail that can be shown: no script, no style sheet, nothing that loads. Images inside the mail (`cid:`, small
 * `data:`) stay; every other image becomes its alternative text in brackets. Links open apart and tell nothing of where
 * they were clicked.
 *
 * @throws RangeError when it is nested too deep to be read.
 */
export function sanitise(html: string): string {
  if (nestsDeeper(html, DEEPEST * 5)) throw new RangeError('HTML nested too deep');
  return sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: {
      '*': ['style', 'dir', 'lang', 'title', 'align', 'valign', 'width', 'height', 'bgcolor'],
      a: ['href', 'rel', 'target'],
      img: ['src', 'alt'],
      font: ['color', 'face', 'size'],
      table: ['border', 'cellpadding', 'cellspacing'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan', 'scope'],
      ol: ['start', 'type'],
      li: ['value'],
      col: ['span'],
      colgroup: ['span'],
      time: ['datetime'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid', 'data'] },
    allowProtocolRelative: false,
    nonTextTags: SILENT,
    parseStyleAttributes: false,
    nestingLimit: DEEPEST,
    transformTags: { a: link, img: image, '*': styled },
  });
}

const link: sanitizeHtml.Transformer = (tagName, attribs) => ({
  tagName,
  attribs: { ...attribs, rel: 'noopener noreferrer nofollow', target: '_blank' },
});

const image: sanitizeHtml.Transformer = (tagName, attribs) => {
  const src = attribs.src?.trim() ?? '';
  const inside = CID.test(src) || (src.length <= LARGEST_DATA_IMAGE && DATA_IMAGE.test(src));
  if (inside) return { tagName, attribs: { ...attribs, src } };
  const label = attribs.alt?.trim().slice(0, 200) ?? '';
  return label === '' ? { tagName: 'span', attribs: {} } : { tagName: 'span', attribs: {}, text: `[${label}]` };
};

const styled: sanitizeHtml.Transformer = (tagName, attribs) => {
  if (attribs.style === undefined) return { tagName, attribs };
  const { style, ...others } = attribs;
  const safe = safeStyle(style);
  return { tagName, attribs: safe === '' ? others : { ...others, style: safe } };
};

/** One pass over the tags, before anything recursive or quadratic sees them. */
function nestsDeeper(html: string, most: number): boolean {
  let depth = 0;
  for (const [, closing, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/giu)) {
    if (SHALLOW.has(String(name).toLowerCase())) continue;
    depth = closing === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > most) return true;
  }
  return false;
}

/** Void elements, and those that a sibling closes. */
const SHALLOW = new Set(
  'area base br col embed hr img input link meta source track wbr p li dt dd option tr td th thead tbody tfoot'.split(
    ' ',
  ),
);
