import { Button } from '@utrecht/component-library-react';
import { useEffect, useId, useState } from 'react';
import type { Session } from '../api/contract.ts';
import { Link } from '../router/link.tsx';
import { usePlace } from '../router/place.ts';
import { useText } from '../text/text-context.tsx';
import { mayUseQueues, ROOMS } from './rooms.ts';

/** The parts that the role may use; on a narrow screen behind a button. */
export function Menu({ user: { role } }: Pick<Session, 'user'>) {
  const { t } = useText();
  const { path } = usePlace();
  const [open, setOpen] = useState(false);
  const id = useId();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the menu.
  useEffect(() => setOpen(false), [path]);

  return (
    <nav className="zp-menu" aria-label={t('app.navigation')}>
      <Button
        className="zp-menu-button"
        appearance="secondary-action-button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {t('app.menu')}
      </Button>
      <ul id={id} className={open ? 'zp-menu-list zp-menu-list--open' : 'zp-menu-list'}>
        {ROOMS.filter((room) => room.menu && room.roles.includes(role)).map((room) => (
          <li key={room.path}>
            <Link to={room.path} className="zp-menu-link" current={isWithin(path, room.path)}>
              {room.menu ? t(room.menu) : null}
            </Link>
          </li>
        ))}
        {mayUseQueues(role) ? (
          <li className="zp-menu-apart">
            <a className="utrecht-link utrecht-link--html-a zp-menu-link" href="/queues">
              {t('nav.queues')}
            </a>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}

const isWithin = (path: string, room: string) => path === room || path.startsWith(`${room}/`);
