import { Paragraph } from '@utrecht/component-library-react';
import type { Release } from '../api/contract.ts';
import { useText } from '../text/text-context.tsx';

/** Says that a mail was let go on from quarantine, by whom and why. */
export function Released({ release: { by, at, reason } }: { release: Release }) {
  const { t, moments } = useText();
  return <Paragraph>{t('release.text', { by, at: moments.moment(at), reason })}</Paragraph>;
}
