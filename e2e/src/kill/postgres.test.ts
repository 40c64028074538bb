import type { StageName } from '@zaakpost/domain';
import { killsAtEveryStage } from './every-stage.ts';

/** About a mailbox, about a mail, and one that begins at a moment of its own: to the queue the others are as these. */
const DIFFERENT: StageName[] = ['fetch-pop3', 'scan', 'scheduled-send'];

// What the queue has no part in is proved on Redis; `npm run soak` kills everywhere on both.
killsAtEveryStage('postgres', (stage) => (DIFFERENT.includes(stage) ? ['claimed', 'ended', 'published'] : []));
