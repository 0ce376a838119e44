import { startService } from '#chassis/start-service.js';
import { serveDocs } from './docs/serve-docs.js';
import { GatewayModule } from './gateway.module.js';
import { openApiOfAll } from './openapi-of-all.js';
import { servePages } from './pages/serve-pages.js';
import { proxyToServices } from './proxy/proxy-to-services.js';

await startService({
  name: 'gateway',
  module: GatewayModule,
  openApi: openApiOfAll,
  configure: async (app) => {
    await proxyToServices(app);
    await serveDocs(app);
    servePages(app);
  },
});
