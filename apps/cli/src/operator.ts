import { userInfo } from 'node:os';
import type { User } from '@zaakpost/domain';

/** The command line has no account: the audit names the user of the machine. */
export const operator = (): User => ({
  id: '00000000-0000-0000-0000-000000000000',
  name: `${userInfo().username} (command line)`,
  role: 'operator',
});
