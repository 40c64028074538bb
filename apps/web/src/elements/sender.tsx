/** Who a mail is from, broken over lines at the @ rather than anywhere. */
export function Sender({ from }: { from: string }) {
  const [, name = '', address = from] = /^(.*?)\s*<([^<>]+)>$/.exec(from) ?? [];
  const at = address.lastIndexOf('@') + 1;
  return (
    <span className="zp-address">
      {name ? <span className="zp-block">{name}</span> : null}
      <span className={name ? 'zp-small' : undefined}>
        {address.slice(0, at)}
        <wbr />
        {address.slice(at)}
      </span>
    </span>
  );
}
