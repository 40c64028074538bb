import type { Problem } from '../api/problem.ts';
import type { TextKey } from '../text/translate.ts';

const BY_STATUS: Partial<Record<number, TextKey>> = {
  0: 'problem.unreachable',
  400: 'problem.invalid',
  401: 'problem.signedOut',
  403: 'problem.forbidden',
  404: 'problem.notFound',
  409: 'problem.conflict',
  412: 'problem.changed',
  413: 'problem.tooLarge',
  422: 'problem.invalid',
  428: 'problem.changed',
  429: 'problem.tooMany',
  502: 'problem.unreachable',
  503: 'problem.unreachable',
  504: 'problem.unreachable',
};

export const problemText = (problem: Problem): TextKey => BY_STATUS[problem.status] ?? 'problem.server';
