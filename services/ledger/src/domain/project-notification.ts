import type { Projection } from './project.js';

/** Only written down in the timeline. */
export const projectNotification: {
  readonly [N in 'NoticesSettled' | 'NoticeUndeliverable']: Projection<N>;
} = {
  NoticesSettled: (view) => view,
  NoticeUndeliverable: (view) => view,
};
