export { type AuthenticatorOptions, authenticator } from './authenticate/authenticator.ts';
export { type ComposerOptions, composer } from './compose/composer.ts';
export { validAddress } from './compose/mail-address.ts';
export { type PooledSubmission, type SubmissionOptions, submission } from './deliver/submission.ts';
export { DEFAULT_TIMEOUTS, type SubmissionTimeouts } from './deliver/timeouts.ts';
export { type ChildParser, type ChildParserOptions, childParser } from './parse/child-parser.ts';
export { DEFAULT_PARSE_LIMITS, type ParseLimits } from './parse/limits.ts';
export {
  type MessageReader,
  type MessageReaderOptions,
  type MessageSource,
  messageReader,
} from './parse/message-reader.ts';
export { type PartSink, type ReadMessage, type ReadPart, readMessage } from './parse/read-message.ts';
export { type FilePath, filePath } from './files/file-path.ts';
export { type FoundFile, mailFiles, systemCode } from './files/mail-files.ts';
export { type MailInFile, mailsInFile } from './files/mails-in-file.ts';
