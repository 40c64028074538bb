import { OFFICE_ZONE } from '@zaakpost/domain';
import type { StepListItem } from '@zaakpost/store';

/** 2026-11-23 14:05:02, the wall clock in the Netherlands. */
export const moment = (date: Date): string =>
  date.toLocaleString('sv-SE', { timeZone: OFFICE_ZONE, dateStyle: 'short', timeStyle: 'medium' });

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
