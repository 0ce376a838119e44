import { startService } from '#chassis/start-service.js';
import { migrations, schema } from './persistence/migrations.js';
import { TriageModule } from './triage.module.js';

await startService({ name: 'triage', module: TriageModule, migrations: { schema, migrations } });
