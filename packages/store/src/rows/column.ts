import type { EntitySchemaColumnOptions } from 'typeorm';

const nullable = (column: EntitySchemaColumnOptions): EntitySchemaColumnOptions => ({ ...column, nullable: true });

// What the database fills in when nothing is given; TypeORM leaves it out of the insert only when it knows.
const filledIn = (column: EntitySchemaColumnOptions, by: string): EntitySchemaColumnOptions => ({
  ...column,
  default: () => by,
});

const uuid: EntitySchemaColumnOptions = { type: 'uuid' };
const text: EntitySchemaColumnOptions = { type: 'text' };
const integer: EntitySchemaColumnOptions = { type: 'integer' };
const boolean: EntitySchemaColumnOptions = { type: 'boolean' };
const json: EntitySchemaColumnOptions = { type: 'jsonb' };
const moment: EntitySchemaColumnOptions = { type: 'timestamptz' };

/** The kinds of column that the tables have. */
export const column = {
  id: { type: 'uuid', primary: true } satisfies EntitySchemaColumnOptions,
  key: { type: 'text', primary: true } satisfies EntitySchemaColumnOptions,
  uuid,
  text,
  integer,
  boolean,
  json,
  moment,
  now: filledIn(moment, 'now()'),
  maybe: {
    uuid: nullable(uuid),
    text: nullable(text),
    integer: nullable(integer),
    json: nullable(json),
    moment: nullable(moment),
  },
  filledIn,
};
