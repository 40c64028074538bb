import {
  type Cases,
  exponential,
  hours,
  magicStrings,
  minutes,
  type NewOutboundMessage,
  type OutboundMessages,
  PermanentError,
  type Profiles,
  renderTemplate,
  type ScheduledEmail,
  type ScheduledEmails,
  seconds,
  type Templates,
  UnavailableError,
} from '@zaakpost/domain';
import { done, stage } from '../runner/stage.ts';

interface Ports {
  scheduled: ScheduledEmails;
  templates: Templates;
  cases: Cases;
  outbound: OutboundMessages;
  profiles: Profiles;
  clock: { now(): Date };
}

/** The moment has come: renders the template as the case is now, and hands it on; or notes that it is too late. */
export const scheduledSend = stage<Ports>({
  queue: 'scheduled-send',
  about: 'scheduledEmail',
  policy: { attempts: 8, backoff: exponential(seconds(5), { cap: minutes(10) }), timeout: minutes(1) },

  async run({ id, scheduled, templates, cases, outbound, profiles, clock }) {
    const email = await scheduled.load(id);
    if (email.state !== 'scheduled') return done();
    if (await isTooLate(email, profiles, clock))
      return done({ record: async (tx) => void (await scheduled.missed(tx, id)) });

    const message = await render(email, { templates, cases });
    return done({
      record: async (tx) => ((await scheduled.sent(tx, id, message.id)) ? [await outbound.queued(tx, message)] : []),
    });
  },

  // A person decides what to do with a mail that could not be made in time.
  failed: async ({ scheduled, tx, about }) => void (await scheduled.missed(tx, about.id)),
});

async function isTooLate(
  { sendAt }: ScheduledEmail,
  profiles: Ports['profiles'],
  clock: Ports['clock'],
): Promise<boolean> {
  const [profile] = await profiles.active('scheduledEmail');
  if (!profile) {
    throw new UnavailableError('profile-missing', {
      scope: 'thing',
      message: 'Scheduling is switched off: switch the scheduled e-mail profile on, and what is due goes out.',
    });
  }
  return clock.now().getTime() - sendAt.getTime() > hours(profile.settings.graceHours);
}

// The message's id is the scheduled e-mail's, so that one alarm that rings twice makes one message.
async function render(
  email: ScheduledEmail,
  { templates, cases }: Pick<Ports, 'templates' | 'cases'>,
): Promise<NewOutboundMessage> {
  const [template, of] = await Promise.all([templates.load(email.templateId), cases.load(email.caseId)]);
  const rendered = renderTemplate(template, magicStrings(of, await cases.loadCaseType(of.caseTypeId)));
  if (rendered.missing.length > 0) {
    throw new PermanentError('template-incomplete', {
      message: `The template has empty or unknown magic strings: ${rendered.missing.join(', ')}. Fill them in on the case.`,
    });
  }
  return {
    id: email.id,
    caseId: email.caseId,
    content: {
      kind: 'caseMail',
      subject: rendered.subject,
      text: rendered.text,
      html: rendered.html,
      sender: template.senderAddress ? { name: template.senderName ?? '', address: template.senderAddress } : null,
      attachments: [],
      inReplyTo: null,
    },
    recipients: email.recipients,
  };
}
