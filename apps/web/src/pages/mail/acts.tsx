import type { Act } from '../../api/contract.ts';
import { FirstOf } from '../../elements/first-of.tsx';
import { Moment } from '../../elements/moment.tsx';
import { useText } from '../../text/text-context.tsx';
import type { TextKey, Translate } from '../../text/translate.ts';

/** Who did what to a mail. */
export function Acts({ acts }: { acts: Act[] }) {
  const { t } = useText();
  return (
    <FirstOf items={acts}>
      {(shown) => (
        <ul className="zp-plain-list">
          {shown.map(({ at, actor, action, details }) => (
            <li key={`${at} ${action}`} className="zp-filename">
              <strong>{actor}</strong> {actText(action, t)}
              {typeof details.reason === 'string' ? `: ${details.reason}` : ''}
              <div className="zp-small">
                <Moment at={at} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </FirstOf>
  );
}

const KNOWN: Partial<Record<string, TextKey>> = {
  'mail.read': 'act.mail.read',
  'mail.previewed': 'act.mail.previewed',
  'mail.downloaded': 'act.mail.downloaded',
  'mail.linked': 'act.mail.linked',
  'mail.caseStarted': 'act.mail.caseStarted',
  'mail.sentToIntake': 'act.mail.sentToIntake',
  'mail.discarded': 'act.mail.discarded',
  'mail.confirmed': 'act.mail.confirmed',
  'mail.released': 'act.mail.released',
  'mail.delivered': 'act.mail.delivered',
  'mail.deleted': 'act.mail.deleted',
  'legalHold.set': 'act.legalHold.set',
  'legalHold.lifted': 'act.legalHold.lifted',
  'step.replayed': 'act.step.replayed',
};

/** An action of the audit in words; one that is not known here stays as it is. */
function actText(action: string, t: Translate): string {
  const known = KNOWN[action];
  return known ? t(known) : action;
}
