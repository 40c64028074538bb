/** Characters. A browser takes time by the square of what it shapes as one run: 100,000 joined letters hold a tab for many seconds. */
const MOST = 5_000;

/**
 * A text cut into blocks of at most 5,000 characters, each shown below the one before: at a line end, which goes, where there
 * is one in the second half of a block, else at a space, else between two characters.
 */
export function blocks(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  while (text.length - start > MOST) {
    const end = endOf(text, start);
    found.push(text.slice(start, end));
    start = text[end] === '\n' ? end + 1 : end;
  }
  found.push(text.slice(start));
  return found;
}

function endOf(text: string, start: number): number {
  const most = start + MOST;
  const half = start + MOST / 2;
  const line = text.lastIndexOf('\n', most);
  if (line > half) return line;
  const space = text.lastIndexOf(' ', most - 1);
  if (space > half) return space + 1;
  return isWithinPair(text, most) ? most - 1 : most;
}

/** Whether a cut here would part the two halves of a character beyond the basic plane. */
const isWithinPair = (text: string, at: number): boolean => /[\uDC00-\uDFFF]/u.test(text.charAt(at));
