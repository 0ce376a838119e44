import { startService } from '#chassis/start-service.js';
import { NotificationModule } from './notification.module.js';
import { migrations, schema } from './persistence/migrations.js';
import { keepRawBody } from './receive-receipts/keep-raw-body.js';

await startService({
  name: 'notification',
  module: NotificationModule,
  migrations: { schema, migrations },
  configure: keepRawBody,
  background: true,
});
