interface Line {
  depth: number;
  text: string;
}

/** Undoes format=flowed (RFC 3676 section 4): lines that end in a space go on in the next one of the same quoting depth. */
export function unflowed(text: string, deleteSpace: boolean): string {
  const out: string[] = [];
  const now: { line: Line | null } = { line: null };
  const close = () => {
    if (now.line) out.push(quoted(now.line));
    now.line = null;
  };
  for (const line of text.split('\n')) {
    const depth = /^>*/u.exec(line)?.[0].length ?? 0;
    const content = line.slice(line.charAt(depth) === ' ' ? depth + 1 : depth);
    if (content === '-- ' || now.line?.depth !== depth) close();
    const flows = content.endsWith(' ') && content !== '-- ';
    const kept = flows && deleteSpace ? content.slice(0, -1) : content;
    now.line = { depth, text: (now.line?.text ?? '') + kept };
    if (!flows) close();
  }
  close();
  return out.join('\n');
}

const quoted = ({ depth, text }: Line): string => (depth === 0 ? text : `${'>'.repeat(depth)} ${text}`.trimEnd());
