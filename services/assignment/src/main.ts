import { startService } from '#chassis/start-service.js';
import { AssignmentModule } from './assignment.module.js';
import { migrations, schema } from './persistence/migrations.js';
import { readCsvBodies } from './registry/imports/read-csv-bodies.js';

await startService({
  name: 'assignment',
  module: AssignmentModule,
  migrations: { schema, migrations },
  configure: readCsvBodies,
});
