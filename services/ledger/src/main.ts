import { startService } from '#chassis/start-service.js';
import { LedgerModule } from './ledger.module.js';
import { migrations, schema } from './persistence/migrations.js';

await startService({ name: 'ledger', module: LedgerModule, migrations: { schema, migrations } });
