import type { Case } from '../../api/contract.ts';
import { StateBadge } from '../../elements/state-badge.tsx';

export function CaseHeader({ zaak }: { zaak: Case }) {
  return (
    <p className="zp-case-header">
      <span className="zp-case-subject">{zaak.subject}</span>
      <span>{zaak.caseType}</span>
      <StateBadge of="status" state={zaak.status} />
    </p>
  );
}
