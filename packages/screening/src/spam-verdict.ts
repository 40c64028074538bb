import { type DecodedMessage, type Milliseconds, seconds, UnavailableError, type Verdict } from '@zaakpost/domain';
import type { RspamdScanner } from './rspamd.ts';

/** How long Rspamd may still take for a mail once our own reading has met a limit in it. */
const AFTER_OUR_LIMIT: Milliseconds = seconds(5);

/** Rspamd is well, and this mail is beyond it as it is beyond us. */
const UNSCANNABLE: Verdict['spam'] = { action: 'unscannable', score: 0, required: 0, symbols: [], degraded: true };

interface Asking {
  check: (signal: AbortSignal) => Promise<Verdict['spam']>;
  ping: RspamdScanner['ping'];
  /** The same message, which is decoded meanwhile. */
  decoded: Promise<Pick<DecodedMessage, 'outcome'>>;
  signal: AbortSignal;
}

/**
 * Rspamd's verdict. A mail that we could not read whole, and that an Rspamd that is well cannot finish either, is
 * unscannable: asked again it would cost the same each time, for days. Every other mail waits.
 */
export async function spamVerdict({ check, ping, decoded, signal }: Asking): Promise<Verdict['spam']> {
  const late = new AbortController();
  const unread = decoded.then(
    ({ outcome }) => outcome !== 'ok',
    () => false,
  );
  const checking = check(AbortSignal.any([signal, late.signal]));
  const patience = unread.then((so) => (so ? setTimeout(() => late.abort(), AFTER_OUR_LIMIT) : undefined));
  try {
    return await checking;
  } catch (error) {
    signal.throwIfAborted();
    const ofThisMail = late.signal.aborted || (error instanceof UnavailableError && error.scope === 'thing');
    if (!ofThisMail || !(await unread)) throw error;
    await ping();
    return UNSCANNABLE;
  } finally {
    void patience.then(clearTimeout);
  }
}
