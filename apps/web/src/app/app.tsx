import { useEffect, useState } from 'react';
import { useClient } from '../api/client-context.ts';
import type { Session } from '../api/contract.ts';
import { Problem } from '../api/problem.ts';
import { Loading } from '../elements/notes.tsx';
import { ProblemNote } from '../elements/problem-note.tsx';
import { SignInPage } from '../pages/sign-in/sign-in-page.tsx';
import { arrive } from '../router/place.ts';
import { CurrentRoom } from './current-room.tsx';
import { Frame } from './frame.tsx';
import { SessionContext } from './session-context.ts';

type Known = { session: Session | null; expired: boolean } | { problem: Problem } | null;

/** Asks who is there; then either the pages or the sign-in, at the same address. */
export function App() {
  const client = useClient();
  const [known, setKnown] = useState<Known>(null);
  const [round, setRound] = useState(0);

  function change(next: Known) {
    arrive();
    setKnown(next);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again.
  useEffect(() => {
    client.onSignedOut = () => change({ session: null, expired: true });
    client.readSession().then(
      (session) => setKnown({ session, expired: false }),
      (error) => {
        const isSignedOut = error instanceof Problem && error.status === 401;
        setKnown(isSignedOut ? { session: null, expired: false } : { problem: asProblem(error) });
      },
    );
  }, [client, round]);

  async function signOut() {
    await client.signOut().catch(() => undefined);
    change({ session: null, expired: false });
  }

  const session = known && 'session' in known ? known.session : null;
  return (
    <Frame session={session} signOut={signOut}>
      {known === null ? <Loading /> : null}
      {known && 'problem' in known ? (
        <ProblemNote problem={known.problem} retry={() => setRound((before) => before + 1)} />
      ) : null}
      {known && 'session' in known && !session ? (
        <SignInPage expired={known.expired} signedIn={(opened) => change({ session: opened, expired: false })} />
      ) : null}
      {session ? (
        <SessionContext value={session}>
          <CurrentRoom />
        </SessionContext>
      ) : null}
    </Frame>
  );
}

const asProblem = (error: unknown) => (error instanceof Problem ? error : new Problem(0, {}, error));
