import type { MimeTree } from './bounded-parser.ts';
import { cleanText } from './clean-text.ts';
import { asHtml, plainText } from './plain-text.ts';
import { sanitise } from './sanitise.ts';

/** What a reader would read. `html` is sanitised; `text` is there whenever `html` is. */
export interface Body {
  text: string | null;
  html: string | null;
  warnings: string[];
}

/** Joins the text parts of a message (RFC 2046 section 5.1): one of each alternative, all of everything else. */
export function bodyOf(tree: MimeTree | null): Body {
  const warnings: string[] = [];
  const found = tree ? read(tree, warnings) : NOTHING;
  return { text: found.text ?? (found.html === null ? null : plainText(found.html)), html: found.html, warnings };
}

interface Found {
  text: string | null;
  html: string | null;
}

const NOTHING: Found = { text: null, html: null };

function read(part: MimeTree, warnings: string[]): Found {
  if (part.children.length === 0) return leaf(part, warnings);
  const children = part.children
    .map((child) => read(child, warnings))
    .filter((f) => f.text !== null || f.html !== null);
  return part.contentType === 'multipart/alternative' ? oneOf(children) : allOf(children);
}

function leaf(part: MimeTree, warnings: string[]): Found {
  if (part.isAttachment !== false || part.textContent === undefined) return NOTHING;
  const content = cleanText(part.textContent);
  if (part.contentType !== 'text/html') return { text: content, html: null };
  try {
    return { text: null, html: sanitise(content) };
  } catch {
    warnings.push('The HTML could not be read; its bare text is shown.');
    return { text: plainText(content), html: null };
  }
}

/** The last alternative is the richest; the first with text is the plain one. */
const oneOf = (children: Found[]): Found => ({
  text: children.find((child) => child.text !== null)?.text ?? null,
  html: children.findLast((child) => child.html !== null)?.html ?? null,
});

function allOf(children: Found[]): Found {
  if (children.length === 0) return NOTHING;
  const text = children.map((child) => child.text ?? plainText(child.html ?? '')).join('\n');
  const rich = children.some((child) => child.html !== null);
  return { text, html: rich ? children.map((child) => child.html ?? asHtml(child.text ?? '')).join('\n') : null };
}
