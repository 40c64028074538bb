/** What Chromium prints: a photo in HEIC or a scan in TIFF would be on no page. */
const PRINTED = /^image\/(?:png|jpe?g|gif|webp|bmp|avif|x-icon)$/u;
const IMAGE = /<img\b[^>]*\ssrc="cid:([^"]{1,500})"/giu;
const MOST = 50;

interface Part {
  contentType: string;
  contentId: string | null;
}

/** Of `parts` those that sanitised HTML shows as pictures (RFC 2392). Every other part is somebody's attachment. */
export function shownImages<P extends Part>(parts: readonly P[], html: string | null): ReadonlySet<P> {
  const wanted = new Set([...(html ?? '').matchAll(IMAGE)].flatMap(([, id]) => namesOf(String(id))));
  const shown = parts.filter((part) => PRINTED.test(part.contentType) && wanted.has(part.contentId ?? ''));
  return new Set(shown.slice(0, MOST));
}

function namesOf(written: string): string[] {
  const id = written.replaceAll('&amp;', '&');
  try {
    return [id, decodeURIComponent(id)];
  } catch {
    return [id];
  }
}
