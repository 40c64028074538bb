export { type MailboxReaderOptions, mailboxReader } from './mailbox-reader.ts';
export { mailboxTester } from './mailbox-tester.ts';
