import { blocks } from './blocks.ts';

/** Text that a stranger wrote, as they laid it out: text nodes, nothing that loads or runs, block by block where it is long. */
export function PlainText({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long text is scrolled by the keyboard too.
    <pre className="zp-mail-text" tabIndex={0}>
      {blocks(text).map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a text never change order.
        <span key={at} className="zp-block">
          {block}
        </span>
      ))}
    </pre>
  );
}
