import type { Attribute, EmailTemplate, ProfileHealth, ProfileType } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { healthOf } from '../profiles/profiles.ts';
import { ProfileRow } from '../rows/settings.ts';

/** A profile as the list shows it: without its settings. */
export interface ProfileListItem {
  id: string;
  type: ProfileType;
  name: string;
  active: boolean;
  version: number;
  health: ProfileHealth;
}

export interface SettingsView {
  profiles(): Promise<ProfileListItem[]>;
  templates(): Promise<EmailTemplate[]>;
  caseTypes(): Promise<{ id: string; name: string; attributes: Attribute[] }[]>;
}

const MOST = 1_000;

export function settingsView(database: Database): SettingsView {
  return {
    async profiles() {
      const rows = await database.ask((m) =>
        m.find(ProfileRow, { order: { type: 'ASC', createdAt: 'ASC', id: 'ASC' }, take: MOST }),
      );
      return rows.map((row): ProfileListItem => {
        const { id, type, name, active, version } = row;
        return { id, type, name, active, version, health: healthOf(row) };
      });
    },

    templates: () =>
      database.ask((db) =>
        db.query(
          `select id, name, subject, text, html, sender_name as "senderName", sender_address as "senderAddress"
             from email_template order by lower(name), id limit ${MOST}`,
        ),
      ),

    caseTypes: () =>
      database.ask((db) =>
        db.query(`select id, name, attributes from case_type order by lower(name), id limit ${MOST}`),
      ),
  };
}
