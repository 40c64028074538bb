import { describe, expect, it } from 'vitest';
import { withMigratedDatabase } from '../migrated-database.ts';

interface Column {
  name: string;
  type: string;
  nullable: boolean;
}

const byName = (a: Column, b: Column) => (a.name < b.name ? -1 : 1);

describe('the mapped rows', () => {
  it('have the columns that the migrations made, with the same types', () =>
    withMigratedDatabase(async ({ dataSource, ask }) => {
      const typeNames: Record<string, string> = { 'timestamp with time zone': 'timestamptz' };

      for (const { tableName, columns } of dataSource.entityMetadatas) {
        const made: Column[] = await ask((m) =>
          m.query(
            `select column_name as name, data_type as type, is_nullable = 'YES' as nullable
               from information_schema.columns where table_name = $1`,
            [tableName],
          ),
        );
        const mapped = columns.map((c) => ({ name: c.databaseName, type: String(c.type), nullable: c.isNullable }));

        expect(mapped.toSorted(byName), tableName).toEqual(
          made.map((c) => ({ ...c, type: typeNames[c.type] ?? c.type })).toSorted(byName),
        );
      }
    }));

  it('go when the migrations are undone', () =>
    withMigratedDatabase(async ({ dataSource, ask }) => {
      for (const _ of dataSource.migrations) await dataSource.undoLastMigration();

      const left = await ask((m) => m.query(`select tablename from pg_tables where schemaname = 'public'`));
      expect(left).toEqual([{ tablename: 'migration' }]);
    }));
});
