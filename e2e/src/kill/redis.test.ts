import { killsAtEveryStage } from './every-stage.ts';
import { pointsOf } from './kill-stage.ts';

killsAtEveryStage('redis', pointsOf);
