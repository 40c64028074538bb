export { ids as demoIds, outgoing as demoOutgoing, PREFIX as demoPrefix } from './office.ts';
export { type Office, pointMailbox, pointOutgoingMail, settleIn } from './settle-in.ts';
