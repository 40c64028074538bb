export { type MailboxReaderOptions, mailboxReader } from './mailbox-reader.ts';
