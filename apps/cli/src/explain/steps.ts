import type { StepListItem } from '@zaakpost/store';
import { moment } from '../moment.ts';

/** One line for each run of a stage, with what went wrong below it. */
export function stepLines(steps: readonly StepListItem[]): string[] {
  if (steps.length === 0) return ['No step was ever made for it.'];
  return ['Steps:', ...steps.flatMap(linesOf)];
}

function linesOf(step: StepListItem): string[] {
  const attempts = step.attempts === 1 ? '1 attempt' : `${step.attempts} attempts`;
  const end = step.finishedAt === null ? 'not over yet' : `over at ${moment(step.finishedAt)}`;
  const line = `  ${moment(step.createdAt)}  ${step.stage.padEnd(14)}  ${step.state.padEnd(9)}  ${attempts}, ${end}  (${step.id})`;
  const replay = step.replayOf === null ? [] : [`    a replay of ${step.replayOf}`];
  if (step.errorCode === null) return [line, ...replay];
  const reason = step.errorText === null ? '' : `: ${step.errorText.split('\n', 1)[0]}`;
  const waits = step.waits === 0 ? '' : ` (waited ${step.waits} time(s) for what was away)`;
  return [line, ...replay, `    ${step.errorCode}${reason}${waits}`];
}
