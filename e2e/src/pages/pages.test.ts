import { aroundAll, describe } from 'vitest';
import { onCases } from './cases.ts';
import { contentOrigin } from './content-origin.ts';
import { everyPage } from './every-page.ts';
import { finding } from './finding.ts';
import { mailRoom } from './mail-room.ts';
import { mailboxes } from './mailboxes.ts';
import { operating } from './operating.ts';
import { quarantine } from './quarantine.ts';
import { scheduling } from './scheduling.ts';
import { signingIn } from './signing-in.ts';
import { sorting } from './sorting.ts';
import { type Workplace, withWorkplace } from './workplace.ts';
import { writing } from './writing.ts';

describe('the pages, in a real Chromium over the whole house', () => {
  let open: Workplace;
  const workplace = () => open;
  aroundAll((run) =>
    withWorkplace(async (opened) => {
      open = opened;
      await run();
    }),
  );

  signingIn(workplace);
  mailRoom(workplace);
  finding(workplace);
  onCases(workplace);
  contentOrigin(workplace);
  writing(workplace);
  scheduling(workplace);
  sorting(workplace);
  operating(workplace);
  quarantine(workplace);
  mailboxes(workplace);
  everyPage(workplace);
});
