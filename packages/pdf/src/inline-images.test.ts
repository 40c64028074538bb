import { expect, it } from 'vitest';
import { withInlineImages } from './inline-images.ts';

const image = (contentId: string, contentType = 'image/png') => ({ contentId, contentType, bytes: Buffer.from('abc') });

it('puts an image in the place of its reference, however the two are written', () => {
  const images = [image('<foto 1@x>'), image('b@x', 'IMAGE/JPG')];

  expect(withInlineImages('<img src="cid:foto%201@x"><td background=\'cid:b@x\'>', images)).toBe(
    '<img src="data:image/png;base64,YWJj"><td background=\'data:image/jpeg;base64,YWJj\'>',
  );
});

it('leaves references alone that name nothing, or something that is no picture', () => {
  const html = '<img src="cid:none"><img src="cid:s"><img src="cid:%zz"><p>cid:s</p>';

  expect(withInlineImages(html, [image('s', 'image/svg+xml')])).toBe(html);
  expect(withInlineImages(html, [image('s', 'image/png;"><script>')])).toBe(html);
});

it('stops before a picture that is shown again and again fills the memory', () => {
  const large = { ...image('g'), bytes: Buffer.alloc(25 * 1_048_576) };

  const html = withInlineImages('<img src="cid:g">'.repeat(10), [large]);

  expect(html.match(/data:/gu)).toHaveLength(2);
});
