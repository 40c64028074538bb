/** Text of `text/enriched` (RFC 1896): commands and parameters gone, single line ends spaces, others one fewer. */
export const plainOfEnriched = (text: string): string =>
  text
    .replace(/<param>[^<]{0,1000}<\/param>/giu, '')
    .replace(/<<|<\/?[a-z-]{1,60}>/giu, (found) => (found === '<<' ? '<' : ''))
    .replace(/\n+/gu, (ends) => (ends.length === 1 ? ' ' : ends.slice(1)));
