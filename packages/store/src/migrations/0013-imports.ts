import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mail that was read from files: which file, which place in it and which bytes are one mail, in `key`. */
export class Imports0013 implements MigrationInterface {
  name = 'Imports0000000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table imported_mail (
        key text primary key,
        inbound_message_id uuid not null unique references inbound_message (id) deferrable initially deferred,
        run_id uuid not null
      );
      create index imported_mail_run on imported_mail (run_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table imported_mail');
  }
}
