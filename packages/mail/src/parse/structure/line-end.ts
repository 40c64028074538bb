/** A line without its end, which may be of any length: a pattern would try every place in it. */
export const withoutLineEnd = (line: string): string => line.slice(0, lengthWithout(line, '\r\n'));

/** As `withoutLineEnd`, without white space before the end either. */
export const withoutTail = (line: string): string => line.slice(0, lengthWithout(line, ' \t\r\n'));

function lengthWithout(line: string, characters: string): number {
  let length = line.length;
  while (length > 0 && characters.includes(line.charAt(length - 1))) length -= 1;
  return length;
}
