/** What somebody who signed in may do. Developers are administrators. */
export const ROLES = ['caseWorker', 'operator', 'administrator'] as const;

export type Role = (typeof ROLES)[number];

/** A local account, without its secret. */
export interface User {
  id: string;
  /** The name to sign in with; lower case. */
  name: string;
  role: Role;
}
