import { type MailPage, megabytes } from '@zaakpost/domain';

const RASTER = new Set(['png', 'jpeg', 'gif', 'webp', 'bmp', 'avif', 'x-icon'].map((kind) => `image/${kind}`));
// An image that is shown a hundred times is a hundred copies in the document.
const MOST_BYTES = megabytes(60);
const REFERENCE = /(["'(]\s*)cid:([^"'()<>\s]{1,500})/giu;

/**
 * The HTML with each `cid:` reference (RFC 2392) to one of `images` replaced by the image itself as a `data:` URL. Others stay as
 * they are and do not load. Never SVG: it is a document, not a picture.
 */
export function withInlineImages(html: string, images: MailPage['images']): string {
  if (images.length === 0) return html;
  const known = new Map(images.map((image) => [image.contentId.replace(/^<|>$/gu, ''), image]));
  let left: number = MOST_BYTES;
  return html.replace(REFERENCE, (whole, before: string, reference: string) => {
    const image = known.get(decoded(reference)) ?? known.get(reference);
    const type = image?.contentType.toLowerCase().replace('image/jpg', 'image/jpeg') ?? '';
    if (!image || !RASTER.has(type) || image.bytes.length > left) return whole;
    left -= image.bytes.length;
    return `${before}data:${type};base64,${image.bytes.toString('base64')}`;
  });
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}
