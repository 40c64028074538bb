import { expect, test } from 'vitest';
import { shownImages } from './shown-images.ts';

const png = { contentType: 'image/png', contentId: 'foto1' };
const photo = { contentType: 'image/heic', contentId: 'foto2' };

test.each([
  ['<p><img alt="a" src="cid:foto1" /></p>', true],
  ['<img src="CID:foto%31" />', true],
  ['<img src="cid:foto12" />', false],
  ['<p>src="cid:foto1" is only text</p>', false],
  ['<a href="mailto:x">cid:foto1</a>', false],
  [null, false],
])('in %s a picture is shown: %s', (html, shown) => {
  expect(shownImages([png], html).has(png)).toBe(shown);
});

test('a picture that no page shows is an attachment, whatever the HTML says', () => {
  expect(shownImages([png, photo], '<img src="cid:foto1" /><img src="cid:foto2" />')).toEqual(new Set([png]));
});

test('no more pictures are shown than are printed', () => {
  const many = Array.from({ length: 60 }, (_, n) => ({ contentType: 'image/png', contentId: `n${n}` }));
  const html = many.map(({ contentId }) => `<img src="cid:${contentId}" />`).join('');

  expect(shownImages(many, html).size).toBe(50);
});
