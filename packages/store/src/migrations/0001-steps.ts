import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The step table: ledger, outbox and fence.
 *
 * `offered_at` is when the step was last given to the queue, or, for one that is not due yet, when it will be due: so one
 * index tells the sweep what was not picked up, however many steps wait for a later day.
 */
export class Steps0001 implements MigrationInterface {
  name = 'Steps0000000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table step (
        id uuid primary key,
        stage text not null check (stage in ('fetch-pop3', 'scan', 'classify', 'attach-to-case', 'render-pdf', 'send-outbound', 'scheduled-send')),
        about_kind text not null check (about_kind in ('mailbox', 'inboundMessage', 'outboundMessage', 'delivery', 'scheduledEmail')),
        about_id uuid not null,
        state text not null default 'pending' check (state in ('pending', 'running', 'done', 'failed', 'cancelled')),
        publication integer not null default 1,
        offered_at timestamptz not null default clock_timestamp(),
        attempts integer not null default 0,
        waits integer not null default 0,
        deaths integer not null default 0,
        suspect boolean not null default false,
        alone boolean not null default false,
        error_code text,
        error_text text,
        not_before timestamptz not null default clock_timestamp(),
        token uuid,
        claimed_until timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        first_attempt_at timestamptz,
        started_at timestamptz,
        finished_at timestamptz,
        replay_of uuid references step (id),
        check ((state = 'running') = (token is not null and claimed_until is not null))
      );
      create unique index step_open on step (stage, about_kind, about_id) where state in ('pending', 'running');
      create index step_pending on step (offered_at) where state = 'pending';
      create index step_running on step (claimed_until) where state = 'running';
      create index step_about on step (about_id, created_at);
      create index step_failed on step (finished_at desc) where state = 'failed';
      alter table step set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table step');
  }
}
