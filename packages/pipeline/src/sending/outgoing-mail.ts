import { type OutgoingMailSettings, type Profiles, UnavailableError } from '@zaakpost/domain';

/** The one active outgoing mail profile; without it mail waits, and says so. @throws UnavailableError('profile-missing') */
export async function outgoingMailOf(profiles: Pick<Profiles, 'active'>): Promise<OutgoingMailSettings> {
  const [profile] = await profiles.active('outgoingMail');
  if (profile) return profile.settings;
  throw new UnavailableError('profile-missing', {
    scope: 'thing',
    message: 'No outgoing mail profile is active: switch one on, and the mail goes out.',
  });
}
