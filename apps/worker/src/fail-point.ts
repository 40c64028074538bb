import type { StageName } from '@zaakpost/domain';

/** For tests: kills this process, as a crash would, at one point of one stage. */
export function failPoint(wanted: { stage: StageName; point: string } | null) {
  return (stage: StageName, point: string): void => {
    if (wanted?.stage === stage && wanted.point === point) process.kill(process.pid, 'SIGKILL');
  };
}
