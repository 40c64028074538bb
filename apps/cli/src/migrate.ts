import { readMigrationConfig } from '@zaakpost/config';
import { Command } from 'commander';

export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('Bring the database up to this version; safe to run again, and by several at once.')
    .addHelpText('after', '\nExample:\n  $ zaakpost migrate')
    .action(async () => {
      const { database: at, queue } = readMigrationConfig();
      const [{ openDatabase }, { migrateQueues }] = await Promise.all([
        import('@zaakpost/store'),
        import('@zaakpost/queue'),
      ]);
      const database = await openDatabase({ url: at.url, poolSize: 2, applicationName: 'zaakpost-migrate' });
      try {
        await database.migrate();
        await migrateQueues(queue);
      } finally {
        await database.close();
      }
      console.log('The database is up to date.');
    });
