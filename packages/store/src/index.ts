export { type Database, type DatabaseOptions, openDatabase } from './database.ts';
export type { Role } from './rows/people.ts';
export { StatementError } from './statement-error.ts';
