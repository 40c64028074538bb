import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may do what, who did what, and what was asked before. */
export class People0006 implements MigrationInterface {
  name = 'People0000000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table user_account (
        id uuid primary key,
        user_name text not null,
        name text not null,
        role text not null check (role in ('caseWorker', 'operator', 'administrator')),
        password_hash text not null,
        active boolean not null default true,
        created_at timestamptz not null default now()
      );
      create unique index user_account_user_name on user_account (lower(user_name));

      create table session (
        token_sha256 text primary key,
        user_id uuid not null references user_account (id) on delete cascade,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      );
      create index session_expiry on session (expires_at);

      create table idempotency_key (
        user_id uuid not null references user_account (id) on delete cascade,
        key text not null,
        request_sha256 text not null,
        response jsonb,
        created_at timestamptz not null default now(),
        primary key (user_id, key)
      );
      create index idempotency_key_created on idempotency_key (created_at);

      create table audit_entry (
        id uuid primary key,
        at timestamptz not null default now(),
        actor_id uuid,
        actor text not null,
        action text not null,
        subject_kind text not null,
        subject_id text not null,
        details jsonb not null default '{}'
      );
      create index audit_entry_at on audit_entry (at desc, id);
      create index audit_entry_subject on audit_entry (subject_kind, subject_id, at desc);

      create function audit_entry_is_append_only() returns trigger language plpgsql as $$
        begin
          raise exception 'audit entries are never changed or removed' using errcode = 'integrity_constraint_violation';
        end
      $$;
      create trigger audit_entry_append_only before update or delete or truncate on audit_entry
        for each statement execute function audit_entry_is_append_only();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit_entry, idempotency_key, session, user_account');
    await runner.query('drop function audit_entry_is_append_only()');
  }
}
