export { BodyRefused } from './body.ts';
export type { IncomingMail, SmtpClient, SmtpEvents, SmtpHandlers, Taken } from './handlers.ts';
export { defaultLimits, type SmtpLimits } from './limits.ts';
export { REFUSALS, type Refusal, type Reply } from './reply.ts';
export { type SmtpServer, type SmtpServerOptions, startSmtpServer } from './server.ts';
