import type * as domain from '@zaakpost/domain';
import { expectTypeOf, it } from 'vitest';
import type * as pages from './contract.ts';

/** The pages write the API's words out, since they know nothing but the API; here the compiler holds the two together. */
it('says the words of the domain, all of them and no others', () => {
  expectTypeOf<pages.InboundState>().toEqualTypeOf<domain.InboundState>();
  expectTypeOf<pages.ReadingFault>().toEqualTypeOf<domain.ReadingFault>();
  expectTypeOf<pages.ReadingWarning>().toEqualTypeOf<domain.ReadingWarning>();
  expectTypeOf<pages.QuarantineReason>().toEqualTypeOf<domain.QuarantineReason>();
  expectTypeOf<pages.MailboxTestStep>().toEqualTypeOf<domain.MailboxTestStep>();
  expectTypeOf<pages.MailboxTestCode>().toEqualTypeOf<domain.MailboxTestCode>();
  expectTypeOf<pages.SourceKind>().toEqualTypeOf<domain.InboundSource['kind']>();
  expectTypeOf<pages.WhyRule>().toEqualTypeOf<domain.Why['rule']>();
  expectTypeOf<pages.Flag>().toEqualTypeOf<domain.ContactMomentFlag>();
  expectTypeOf<pages.DocumentRole>().toEqualTypeOf<domain.DocumentRole>();
  expectTypeOf<pages.CaseStatus>().toEqualTypeOf<domain.CaseStatus>();
  expectTypeOf<pages.PartyRole>().toEqualTypeOf<domain.Party['role']>();
  expectTypeOf<pages.StageName>().toEqualTypeOf<domain.StageName>();
  expectTypeOf<pages.StepState>().toEqualTypeOf<domain.StepState>();
  expectTypeOf<pages.DeliveryState>().toEqualTypeOf<domain.DeliveryState>();
  expectTypeOf<pages.ScanOutcome>().toEqualTypeOf<domain.ScanOutcome>();
  expectTypeOf<pages.SpamAction>().toEqualTypeOf<domain.SpamAction>();
  expectTypeOf<pages.PartVerdict>().toEqualTypeOf<domain.PartVerdict>();
  expectTypeOf<pages.PolicyFinding>().toEqualTypeOf<domain.PolicyFinding>();
  expectTypeOf<pages.AuthenticationResult>().toEqualTypeOf<domain.AuthenticationResult>();
  expectTypeOf<pages.AuthenticationGap>().toEqualTypeOf<domain.AuthenticationGap>();
  expectTypeOf<pages.LedgerBook>().toEqualTypeOf<domain.LedgerBook>();
  expectTypeOf<pages.Role>().toEqualTypeOf<domain.Role>();
});
