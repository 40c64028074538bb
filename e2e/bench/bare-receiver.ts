import { startSmtpSink } from '@zaakpost/testing';
import { serve } from './crew-member.ts';

/** A server of the library smtp-server that keeps each mail in memory and says 250, in a process of its own. */
await serve<object, number>(async () => {
  const sink = await startSmtpSink({ plain: true });
  return { start: async () => sink.port, stop: () => sink.stop() };
});
