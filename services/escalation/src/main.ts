import { startService } from '#chassis/start-service.js';
import { EscalationModule } from './escalation.module.js';
import { migrations, schema } from './persistence/migrations.js';

await startService({
  name: 'escalation',
  module: EscalationModule,
  migrations: { schema, migrations },
  background: true,
});
