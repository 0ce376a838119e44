import { startService } from '#chassis/start-service.js';
import { IntakeModule } from './intake.module.js';
import { migrations, schema } from './persistence/migrations.js';
import { openPhoneLimit } from './submit-request/phone-limit.js';

await startService({
  name: 'intake',
  module: IntakeModule,
  migrations: { schema, migrations },
  configure: openPhoneLimit,
});
