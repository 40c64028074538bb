import { expect, it } from 'vitest';
import type { Pipeline } from '../../api/contract.ts';
import { rendered } from '../../rendered.tsx';
import { Attention } from './attention.tsx';

const PIPELINE: Pipeline = {
  stages: [],
  inbound: { unmatched: 2, needsConfirmation: 3, onCase: 90 },
  outbound: { outcomeUnknown: 1 },
  uncheckedSenders: null,
  testSignaturesOnly: false,
};

it('counts what waits for a person, and nothing else', () => {
  const html = rendered(<Attention pipeline={PIPELINE} />);

  expect(html).toContain('<strong>2</strong> niet geplaatst');
  expect(html).toContain('<strong>3</strong> te bevestigen');
  expect(html).toContain('<strong>1</strong> met onbekende uitkomst');
  expect(html).not.toContain('90');
});

it('leads an operator where operators may go', () => {
  expect(rendered(<Attention pipeline={PIPELINE} />, 'operator')).toContain('href="/pipeline?state=unmatched#mails"');
  expect(rendered(<Attention pipeline={PIPELINE} />, 'caseWorker')).toContain('href="/unmatched"');
});

it('says so when nothing waits for a person', () => {
  const html = rendered(
    <Attention
      pipeline={{ stages: [], inbound: {}, outbound: {}, uncheckedSenders: null, testSignaturesOnly: false }}
    />,
  );

  expect(html).toContain('Er wacht niets op een medewerker.');
});

it('announces that real viruses are not found', () => {
  const said = 'alleen testhandtekeningen';

  expect(rendered(<Attention pipeline={{ ...PIPELINE, testSignaturesOnly: true }} />)).toContain(said);
  expect(rendered(<Attention pipeline={PIPELINE} />)).not.toContain(said);
});

it('says of how much mail nobody could check the sender, and since when', () => {
  const uncheckedSenders = { mails: 12, since: '2026-11-26T03:00:00Z' };

  const html = rendered(<Attention pipeline={{ ...PIPELINE, uncheckedSenders }} />);

  expect(html).toMatch(/DNS antwoordt niet\..* sinds .*04:00: 12\./u);
  expect(rendered(<Attention pipeline={PIPELINE} />)).not.toContain('DNS');
});
