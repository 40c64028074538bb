import { bombTortures } from './torture-bombs.ts';
import { headerTortures } from './torture-headers.ts';
import type { TortureMail } from './torture-mail.ts';
import { structureTortures } from './torture-structures.ts';
import { textTortures } from './torture-texts.ts';

/** The shapes of hostile content that a mail can have, each in a mail of its own. */
export const tortureMails: readonly TortureMail[] = [
  ...structureTortures,
  ...headerTortures,
  ...textTortures,
  ...bombTortures,
];
