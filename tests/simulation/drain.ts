import type { Receipt } from './model/delivery.js';
import { REPLICAS } from './model/reader.js';
import { SERVICES } from './model/services.js';
import type { Step } from './model/step.js';
import { takeStep } from './model/take-step.js';
import type { World } from './model/world.js';
import { must } from './violation.js';

const PLENTY = 500;
const ALL_SENT: readonly Receipt[] = Array.from({ length: PLENTY }, () => 'sent');
/** A round moves everything one hop on; nothing needs so many. */
const MOST_ROUNDS = 2_000;

/** The faults are over: everything that waits is done, and what was in somebody's hand comes out. The clock goes on only as far as notices need. */
export function drain(world: World): void {
  for (let rounds = 0; ; rounds += 1) {
    must(rounds < MOST_ROUNDS, 'comes_to_rest', null, () => `still busy after ${MOST_ROUNDS} rounds`);
    const didSomething = SERVICES.map((service) => oneRound(world, service)).some(Boolean) || finish(world);
    if (didSomething) continue;
    if (world.notices.size === 0) return;
    takeStep(world, { step: 'time', to: Math.max(world.time + 1, world.notices.nextAt()) });
  }
}

function oneRound(world: World, service: (typeof SERVICES)[number]): boolean {
  const node = world.nodes[service];
  const steps: Step[] = [
    ...node.open.map((_, nth): Step => ({ step: 'commit', service, nth: node.open.length - 1 - nth })),
    { step: 'send_late', service },
    { step: 'relay', service, limit: PLENTY, fate: 'ok' },
    ...Array.from({ length: REPLICAS }, (_, replica): Step => ({
      step: 'read',
      service,
      replica,
      limit: PLENTY,
      fate: 'ok',
    })),
  ];
  let did = false;
  for (const step of steps) did = takeStep(world, step) || did;
  return did;
}

function finish(world: World): boolean {
  const steps: Step[] = [
    { step: 'fire', replica: 0, limit: PLENTY, fate: 'ok' },
    { step: 'deliver', replica: 0, receipts: ALL_SENT, fate: 'ok' },
    { step: 'stand_in', replica: 0, fate: 'ok' },
    { step: 'recalculate', replica: 0, fate: 'ok' },
  ];
  let did = world.registry.nextDueAt <= world.nodes.assignment.now() || world.calendar.isDue;
  for (const step of steps) did = takeStep(world, step) || did;
  return did;
}
