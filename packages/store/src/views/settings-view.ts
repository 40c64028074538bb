import type { Attribute, EmailTemplate, ProfileHealth, ProfileType } from '@zaakpost/domain';
import type { Database } from '../database.ts';

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
      const rows = await database.ask((db) =>
        db.query(
          `select id, type, name, active, version, last_success_at, last_error_at, last_error_code, failing_since
             from integration_profile order by type, created_at, id limit ${MOST}`,
        ),
      );
      return rows.map(
        (row: Omit<ProfileListItem, 'health'> & Record<string, never>): ProfileListItem => ({
          ...{ id: row.id, type: row.type, name: row.name, active: row.active, version: row.version },
          health: {
            lastSuccessAt: row.last_success_at ?? null,
            lastErrorAt: row.last_error_at ?? null,
            lastErrorCode: row.last_error_code ?? null,
            failingSince: row.failing_since ?? null,
          },
        }),
      );
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
