import type { InboundDetail } from '@zaakpost/store';

type StepItem = InboundDetail['steps'][number];

/** 2026-11-23 14:05:02, the wall clock in the Netherlands. */
export const moment = (date: Date): string =>
  date.toLocaleString('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'medium' });

/** One line for each run of a stage, with what went wrong below it. */
export function stepLines(steps: readonly StepItem[]): string[] {
  if (steps.length === 0) return ['No step was ever made for it.'];
  return ['Steps:', ...steps.flatMap(linesOf)];
}

function linesOf(step: StepItem): string[] {
  const attempts = step.attempts === 1 ? '1 attempt' : `${step.attempts} attempts`;
  const end = step.finishedAt === null ? 'not over yet' : `over at ${moment(step.finishedAt)}`;
  const line = `  ${moment(step.createdAt)}  ${step.stage.padEnd(14)}  ${step.state.padEnd(9)}  ${attempts}, ${end}  (${step.id})`;
  if (step.errorCode === null) return [line];
  const reason = step.errorText === null ? '' : `: ${step.errorText.split('\n', 1)[0]}`;
  return [line, `    ${step.errorCode}${reason}`];
}
