import { useText } from '../text/text-context.tsx';

interface Props {
  at: string;
  as?: 'moment' | 'short' | 'day' | 'weekday' | 'second';
}

/** A time, by the clock of the town hall; the whole moment is behind it. */
export function Moment({ at, as = 'moment' }: Props) {
  const { moments } = useText();
  return (
    <time dateTime={at} title={moments.moment(at)}>
      {moments[as](at)}
    </time>
  );
}
