import type { Config } from '#chassis/config.js';
import { type RunningService, startService } from '#chassis/start-service.js';
import { serveDocs } from './docs/serve-docs.js';
import { GatewayModule } from './gateway.module.js';
import { limitRates } from './limit-rates/limit-rates.js';
import { openApiOfAll } from './openapi-of-all.js';
import { servePages } from './pages/serve-pages.js';
import { proxyToServices } from './proxy/proxy-to-services.js';

/** The door with everything that hangs on it. @param config from the environment when absent */
export const startGateway = (
  config?: Config,
  { handleSignals = true }: { handleSignals?: boolean } = {},
): Promise<RunningService> =>
  startService({
    name: 'gateway',
    module: GatewayModule,
    openApi: openApiOfAll,
    handleSignals,
    ...(config ? { config } : {}),
    configure: async (app) => {
      await limitRates(app);
      await proxyToServices(app);
      await serveDocs(app);
      servePages(app);
    },
  });
