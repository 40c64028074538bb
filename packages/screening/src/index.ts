export type { AttachmentPolicy } from './attachments/attachment-policy.ts';
export type { ClamdAddress, Signatures } from './clamd.ts';
export type { RspamdAddress } from './rspamd.ts';
export { type ScannerHealth, type ScreeningOptions, screening, type Timeouts } from './screening.ts';
