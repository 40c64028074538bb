import { readFailure } from './failure.ts';
import { program } from './program.ts';

try {
  await program().parseAsync();
} catch (error) {
  console.error(readFailure(error));
  process.exitCode = 1;
}
