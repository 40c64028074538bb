import { Paragraph } from '@utrecht/component-library-react';
import { Link } from '../router/link.tsx';

interface Props {
  text: string;
  /** Where to go from here. */
  to: string;
  link: string;
}

/** There is no such thing, and that is how it is: no error, and a way on. */
export function Absent({ text, to, link }: Props) {
  return (
    <>
      <Paragraph role="status">{text}</Paragraph>
      <p>
        <Link to={to}>{link}</Link>
      </p>
    </>
  );
}
