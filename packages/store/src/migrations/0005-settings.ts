import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What administrators set up, and the e-mails that wait for their moment. */
export class Settings0005 implements MigrationInterface {
  name = 'Settings0000000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table integration_profile (
        id uuid primary key,
        type text not null check (type in ('outgoingMail', 'mailReception', 'pop3Mailbox', 'incomingMail', 'scheduledEmail')),
        name text not null,
        active boolean not null default false,
        settings jsonb not null,
        version integer not null default 1,
        last_success_at timestamptz,
        last_error_at timestamptz,
        last_error_code text,
        failing_since timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index integration_profile_type on integration_profile (type, created_at, id);
      create unique index integration_profile_one_active on integration_profile (type)
        where active and type in ('outgoingMail', 'mailReception', 'scheduledEmail');
      create unique index integration_profile_one_per_address on integration_profile (lower(settings ->> 'address'))
        where active and type = 'incomingMail';

      create table email_template (
        id uuid primary key,
        name text not null,
        subject text not null,
        text text not null,
        html text,
        sender_name text,
        sender_address text,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create unique index email_template_name on email_template (lower(name));

      create table scheduled_email (
        id uuid primary key,
        case_id uuid not null references "case" (id),
        template_id uuid not null references email_template (id),
        recipients jsonb not null,
        state text not null default 'scheduled' check (state in ('scheduled', 'held', 'sent', 'missed', 'cancelled')),
        send_at timestamptz not null,
        wall_time text not null,
        zone text not null,
        version integer not null default 1,
        outbound_message_id uuid references outbound_message (id) deferrable initially deferred,
        created_by text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index scheduled_email_state on scheduled_email (state, send_at, id);
      create index scheduled_email_case on scheduled_email (case_id, send_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table scheduled_email, email_template, integration_profile');
  }
}
