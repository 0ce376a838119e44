import { collectDefaultMetrics, Histogram, register } from 'prom-client';

const NAME = 'http_server_request_duration_seconds';

/** Process and HTTP figures in the default registry, once however many services one test process starts. */
export function httpDurations(): Histogram<'method' | 'route' | 'status'> {
  const existing = register.getSingleMetric(NAME) as Histogram<'method' | 'route' | 'status'> | undefined;
  if (existing) return existing;
  collectDefaultMetrics();
  return new Histogram({
    name: NAME,
    help: 'Time to answer a call, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });
}
