import { type DecodedMessage, type Milliseconds, seconds } from '@zaakpost/domain';
import { isOfScanner } from './hopeless.ts';

/** How long a scanner may still take for a mail once our own reading has met a limit in it. */
const AFTER_OUR_LIMIT: Milliseconds = seconds(2);
/** And from when the mail was taken up: our reading may have taken most of it. */
const IN_ALL: Milliseconds = seconds(6);

interface Asking<Answer, Health> {
  check: (signal: AbortSignal) => Promise<Answer>;
  /**
   * Throws when the scanner itself is not well. What it showed before this mail counts: while it is busy with the mail it may
   * be too busy to show it again.
   */
  known: () => Promise<Health>;
  /** The same message, which is decoded meanwhile. */
  decoded: Promise<Pick<DecodedMessage, 'outcome'>>;
  signal: AbortSignal;
}

/**
 * A scanner's answer, or `unscannable` for a mail that we could not read whole and that a scanner which is well does not
 * finish either: asked again it would cost the same each time, for days. Every other mail waits.
 */
export async function orUnscannable<Answer, Health>(
  { check, known, decoded, signal }: Asking<Answer, Health>,
  unscannable: (health: Health) => Answer,
): Promise<Answer> {
  const began = performance.now();
  const late = new AbortController();
  const unread = decoded.then(
    ({ outcome }) => outcome !== 'ok',
    () => false,
  );
  const checking = check(AbortSignal.any([signal, late.signal]));
  const patience = unread.then((so) => (so ? setTimeout(() => late.abort(), patienceLeft(began)) : undefined));
  try {
    return await checking;
  } catch (error) {
    signal.throwIfAborted();
    const ofThisMail = late.signal.aborted || (isOfScanner(error) && error.scope === 'thing');
    if (!ofThisMail || !(await unread)) throw error;
    return unscannable(await known());
  } finally {
    void patience.then(clearTimeout);
  }
}

const patienceLeft = (began: number): Milliseconds =>
  Math.max(seconds(0.5), Math.min(AFTER_OUR_LIMIT, IN_ALL - (performance.now() - began)));
