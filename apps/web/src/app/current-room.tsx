import { Paragraph } from '@utrecht/component-library-react';
import { Suspense, useEffect } from 'react';
import { Loading } from '../elements/notes.tsx';
import { Page } from '../elements/page.tsx';
import { match } from '../router/match.ts';
import { ParamsContext } from '../router/params-context.ts';
import { replace, usePlace } from '../router/place.ts';
import { useText } from '../text/text-context.tsx';
import { Fuse } from './fuse.tsx';
import { ROOMS } from './rooms.ts';
import { useRole } from './session-context.ts';

/** The page at the address, if the role may see it. */
export function CurrentRoom() {
  const { path } = usePlace();
  const role = useRole();
  const { t } = useText();

  useEffect(() => {
    if (path === '/') replace('/pipeline');
  }, [path]);
  if (path === '/') return null;

  for (const room of ROOMS) {
    const params = match(room.path, path);
    if (!params) continue;
    if (!room.roles.includes(role)) {
      return (
        <Page key={path} title={t('app.notAllowed')}>
          <Paragraph>{t('app.notAllowedText')}</Paragraph>
        </Page>
      );
    }
    return (
      <Fuse key={`${room.path} ${params.id ?? params.number ?? ''}`}>
        <Suspense fallback={<Loading />}>
          <ParamsContext value={params}>
            <room.page />
          </ParamsContext>
        </Suspense>
      </Fuse>
    );
  }
  return (
    <Page key={path} title={t('app.notFound')}>
      <Paragraph>{t('app.notFoundText')}</Paragraph>
    </Page>
  );
}
