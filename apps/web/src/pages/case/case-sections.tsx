import { Link } from '../../router/link.tsx';
import { useParam } from '../../router/params-context.ts';
import { useText } from '../../text/text-context.tsx';

const SECTIONS = ['timeline', 'documents', 'scheduled', 'write'] as const;

export const isSection = (name: string): name is (typeof SECTIONS)[number] =>
  SECTIONS.some((section) => section === name);

/** The parts of a case, each with its own address. */
export function CaseSections({ number }: { number: number }) {
  const { t } = useText();
  const here = useParam('section') || 'timeline';
  return (
    <nav className="zp-sections" aria-label={t('case.sections')}>
      <ul>
        {SECTIONS.map((section) => (
          <li key={section}>
            <Link
              to={section === 'timeline' ? `/cases/${number}` : `/cases/${number}/${section}`}
              current={section === here}
            >
              {t(`case.${section}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
