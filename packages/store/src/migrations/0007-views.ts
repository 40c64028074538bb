import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the views look things up by. Steps end in the order in which they lie, so a block range index finds those of today
 * at next to no cost for the workers. The words are the expressions of the views, to the letter.
 */
export class Views0007 implements MigrationInterface {
  name = 'Views0000000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index step_finished on step using brin (finished_at) with (pages_per_range = 32, autosummarize = on);
      create index delivery_state on delivery (state);
      create index inbound_message_words on inbound_message
        using gin (to_tsvector('simple', coalesce(subject, '') || ' ' || coalesce(sender, '')));
      create index case_words on "case"
        using gin ((to_tsvector('simple', subject) || jsonb_to_tsvector('simple', parties, '["string"]')));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index step_finished, delivery_state, inbound_message_words, case_words');
  }
}
