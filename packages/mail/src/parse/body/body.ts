import { READING_WARNINGS } from '@zaakpost/domain';
import type { MimePart } from '../structure/mime-part.ts';
import { asHtml, bareText, plainText } from '../plain-text.ts';
import { sanitise } from '../sanitise.ts';

/** What a reader would read. `html` is sanitised; `text` is there whenever `html` is. */
export interface Body {
  text: string | null;
  html: string | null;
  warnings: string[];
}

/** A text part, decoded. */
export interface TextPart {
  part: MimePart;
  content: string;
}

/** Joins the text parts of a message (RFC 2046 section 5.1): one of each alternative, all of everything else. */
export function bodyOf(parts: readonly TextPart[]): Body {
  const warnings: string[] = [];
  const found = joined(parts, null, warnings);
  return { ...found, warnings };
}

/** The body with what its invitations say below it. */
export function withCalendars({ text, html, warnings }: Body, calendars: readonly string[]): Body {
  if (calendars.length === 0) return { text, html, warnings };
  const summary = calendars.join('\n\n');
  return {
    text: isBlank(text) ? summary : `${text?.trimEnd()}\n\n${summary}`,
    html: html === null ? null : `${html}\n${asHtml(summary)}`,
    warnings,
  };
}

interface Found {
  text: string | null;
  html: string | null;
}

/** What stands within `container`; null is around the message. */
function joined(parts: readonly TextPart[], container: MimePart | null, warnings: string[]): Found {
  const children = Map.groupBy(parts, ({ part }) => childWithin(part, container));
  const found = [...children].map(([child, within]) =>
    child.container ? joined(within, child, warnings) : leaf(within[0] as TextPart, warnings),
  );
  if (container?.type !== 'multipart/alternative') return allOf(found);
  const rich = found.filter(({ html }) => html !== null).length;
  const plain = found.filter(({ html, text }) => html === null && !isBlank(text)).length;
  if (Math.max(rich, plain) > 1) warnings.push(READING_WARNINGS.moreForms);
  return oneOf(found);
}

/** The ancestor of a part, or itself, that stands directly in the container. */
function childWithin(part: MimePart, container: MimePart | null): MimePart {
  let at = part;
  while (at.parent !== container && at.parent !== null) at = at.parent;
  return at;
}

function leaf({ part, content }: TextPart, warnings: string[]): Found {
  if (part.effectiveType !== 'text/html') return { text: content, html: null };
  try {
    const html = sanitise(content);
    return { text: null, html };
  } catch {
    warnings.push(READING_WARNINGS.bareHtml);
    return { text: bareText(content), html: null };
  }
}

/** The last alternative is the richest; the first with text is the plain one, unless it was left empty. */
function oneOf(children: Found[]): Found {
  const html = children.findLast((child) => child.html !== null)?.html ?? null;
  const text = children.find((child) => !isBlank(child.text))?.text ?? children.find(({ text }) => text !== null)?.text;
  return withText({ text: text ?? null, html });
}

function allOf(children: Found[]): Found {
  const shown = children.length > 1 ? children.filter(({ text, html }) => !isBlank(text) || html !== null) : children;
  const [first, ...others] = shown.length > 0 ? shown : children;
  if (!first) return { text: null, html: null };
  if (others.length === 0) return withText(first);
  const text = shown.map((child) => withText(child).text ?? '').join('\n');
  const rich = shown.some((child) => child.html !== null);
  return { text, html: rich ? shown.map((child) => child.html ?? asHtml(child.text ?? '')).join('\n') : null };
}

const withText = ({ text, html }: Found): Found =>
  html === null || !isBlank(text) ? { text, html } : { text: plainText(html), html };

const isBlank = (text: string | null): boolean => text === null || text.trim() === '';
