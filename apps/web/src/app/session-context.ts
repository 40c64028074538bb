import { createContext, useContext } from 'react';
import type { Role, Session } from '../api/contract.ts';

export const SessionContext = createContext<Session | null>(null);

export function useRole(): Role {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useRole needs a SessionContext around it.');
  return session.user.role;
}
