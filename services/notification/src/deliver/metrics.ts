import { Counter, Gauge } from 'prom-client';

export const noticeAttempts = new Counter({
  name: 'liandong_notice_attempts_total',
  help: 'Attempts to deliver a notice, by channel and outcome',
  labelNames: ['channel', 'outcome'] as const,
});

export const noticesWaiting = new Gauge({
  name: 'liandong_notices_waiting',
  help: 'Notices planned and neither delivered nor given up',
});
