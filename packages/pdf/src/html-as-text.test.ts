import { processorTime } from '@zaakpost/testing';
import { expect, it } from 'vitest';
import { htmlAsText } from './html-as-text.ts';

it('keeps the words and the lines', () => {
  const html = `<html><head><title>weg</title><style>p{color:red}</style></head><body><!-- weg -->
    <h1>Bezwaar</h1><p>Ik ben het &amp; blijf het
    <b>niet</b> eens.<br>Groet</p><ul><li>een</li><li>twee &lt;3</li></ul><table><tr><td>a</td><td>b</td></tr></table>&#8364; 5`;

  expect(htmlAsText(html)).toBe('Bezwaar\n\nIk ben het & blijf het niet eens.\nGroet\n\neen\n\ntwee <3\n\na  b\n\n€ 5');
});

it('reads a character code that is none as it stands', () => {
  expect(htmlAsText('&#xd800; &#x110000; &#0; &nonsense;')).toBe('&#xd800; &#x110000; &#0; &nonsense;');
});

it('takes no long over hostile input', async () => {
  const { spent } = await processorTime(() => {
    for (const html of ['<', '<!--', '<style', '&', '<td ', '< \n', '" cid:']) htmlAsText(html.repeat(200_000));
  });

  expect(spent).toBeLessThan(5_000);
});
