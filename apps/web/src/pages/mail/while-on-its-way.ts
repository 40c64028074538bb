import type { Mail } from '../../api/contract.ts';

const FIVE_SECONDS = 5_000;

/**
 * How long until a mail is asked for again, which so moves on before the eyes of who looks; null for not by itself. Not while
 * its text or its parts are shown: each look at those is written down.
 */
export const whileOnItsWay = ({ waitsFor, text, parts }: Pick<Mail, 'waitsFor' | 'text' | 'parts'>): number | null =>
  waitsFor?.for === 'stage' && text === '' && parts.length === 0 ? FIVE_SECONDS : null;
