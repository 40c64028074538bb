import { Button, SkipLink } from '@utrecht/component-library-react';
import type { ReactNode } from 'react';
import type { Session } from '../api/contract.ts';
import { useText } from '../text/text-context.tsx';
import { Menu } from './menu.tsx';

interface Props {
  session: Session | null;
  signOut(): void;
  children: ReactNode;
}

/** What stands around every page. */
export function Frame({ session, signOut, children }: Props) {
  const { t, language, choose } = useText();
  const other = language === 'nl' ? 'en' : 'nl';
  return (
    <div className="zp-frame">
      <SkipLink href="#content">{t('app.skip')}</SkipLink>
      <header className="zp-header">
        <div className="zp-header-inside">
          <div className="zp-brand">
            <img src="/icon.svg" alt="" width="40" height="40" />
            <div>
              <span className="zp-brand-name">{t('app.name')}</span>
              <span className="zp-brand-about">{t('app.about')}</span>
            </div>
          </div>
          <div className="zp-who">
            {session ? (
              <span className="zp-who-name">
                {t('app.signedInAs', { name: session.user.name, role: t(`role.${session.user.role}`) })}
              </span>
            ) : null}
            <Button appearance="subtle-button" lang={other} onClick={() => choose(other)}>
              {t('app.language')}
            </Button>
            {session ? (
              <Button appearance="subtle-button" onClick={signOut}>
                {t('app.signOut')}
              </Button>
            ) : null}
          </div>
        </div>
      </header>
      <div className="zp-body">
        {session ? <Menu user={session.user} /> : null}
        <main id="content" tabIndex={-1} className="zp-main">
          {children}
        </main>
      </div>
    </div>
  );
}
