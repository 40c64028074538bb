import { killsAtEveryStage } from './every-stage.ts';

// What the queue has no part in is proved on Redis; `npm run soak` kills everywhere on both.
killsAtEveryStage('postgres', () => ['claimed', 'ended']);
