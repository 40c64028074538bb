/** An address with its name, if it has one; broken over lines at the @ rather than anywhere. */
export function Address({ of }: { of: string }) {
  const [, name = '', address = of] = /^(.*?)\s*<([^<>]+)>$/.exec(of) ?? [];
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
