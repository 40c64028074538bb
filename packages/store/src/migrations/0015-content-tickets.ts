import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Leave to fetch the bytes of one file once, shortly after it was given; `content` says which, and how it is served. */
export class ContentTickets0015 implements MigrationInterface {
  name = 'ContentTickets0000000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table content_ticket (
        ticket_sha256 text primary key,
        content jsonb not null,
        expires_at timestamptz not null
      );
      create index content_ticket_expiry on content_ticket (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table content_ticket');
  }
}
