import { startSmtpSink, testCertificates } from '@zaakpost/testing';
import { serve } from './crew-member.ts';

/** Where it listens, and whom to trust. */
export interface SinkAddress {
  port: number;
  ca: string;
}

/** A submission server that takes everything, in a process of its own. */
await serve<{ user: string; password: string }, SinkAddress>(async (login) => {
  const sink = await startSmtpSink({ login });
  const { ca } = await testCertificates();
  return { start: async () => ({ port: sink.port, ca }), stop: () => sink.stop() };
});
