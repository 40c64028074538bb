import { blocks } from './blocks.ts';

/** Text of a mail, of any length: laid out block by block, and only what is in sight. Text nodes, nothing that loads or runs. */
export function LongText({ text }: { text: string }) {
  return blocks(text).map((block, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a text never change order.
    <span key={at} className="zp-text-block">
      {block}
    </span>
  ));
}
