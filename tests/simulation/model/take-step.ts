import type { Outcome } from '#eventlog/input.js';
import { commandOf } from '../actors/commands.js';
import type { Life } from '../actors/life.js';
import { must } from '../violation.js';
import { delivery } from './delivery.js';
import { firing } from './firing.js';
import type { ServiceNode } from './service-node.js';
import type { Step, WorkFate } from './step.js';
import type { Transaction } from './transaction.js';
import type { World } from './world.js';

type StepOf<K extends Step['step']> = Extract<Step, { step: K }>;

/** Lets it happen. False where there was nothing it could happen to. */
export function takeStep(world: World, step: Step): boolean {
  switch (step.step) {
    case 'time':
      if (step.to <= world.time) return false;
      world.time = step.to;
      return true;
    case 'skew':
      world.nodes[step.service].skew = step.ms;
      return true;
    case 'act':
      return act(world, step);
    case 'read':
      return read(world, step);
    case 'relay':
      return relay(world, step);
    case 'send_late':
      return world.relays[step.service].sendLate();
    case 'commit': {
      const node = world.nodes[step.service];
      const transaction = node.open[step.nth % Math.max(1, node.open.length)];
      return transaction ? node.commit(transaction) : false;
    }
    case 'kill':
      world.kill(step.service, step.replica);
      return true;
    case 'rebalance':
      world.readers[step.service].rebalance(step.partition, step.replica);
      return true;
    case 'fire':
      return work(
        world,
        world.nodes.escalation,
        firing(world.nodes.escalation, world.deadlines, step.replica, step.limit),
        step,
      );
    case 'deliver': {
      const { notification } = world.nodes;
      const { replica, receipts } = step;
      return work(
        world,
        notification,
        delivery(notification, world.notices, replica, world.time, receipts),
        step,
      );
    }
    case 'stand_in':
      return work(world, world.nodes.assignment, world.registry.standIn(step.replica), step);
    case 'recalculate':
      return work(world, world.nodes.escalation, world.calendar.recalculation(step.replica), step);
    case 'absence':
      return world.registry.absence(step.officerId, step.from, step.until);
    case 'leave':
      return world.registry.leave(step.officerId);
    case 'closure':
      return world.calendar.announce({ area: step.area, from: step.from, until: step.until, reason: '停电' });
  }
}

function read(world: World, { service, replica, limit, fate }: StepOf<'read'>): boolean {
  const node = world.nodes[service];
  if (!world.readers[service].read(replica, limit, fate)) return false;
  if (fate !== 'die_before_commit' && fate !== 'die_after_commit') return true;
  const transaction = node.open.find((one) => one.replica === replica && one.purpose === 'events');
  if (fate === 'die_after_commit' && transaction) node.commit(transaction, false);
  world.kill(service, replica);
  return true;
}

function relay(world: World, { service, limit, fate }: StepOf<'relay'>): boolean {
  if (!world.relays[service].round(limit, fate)) return false;
  if (fate === 'die_before_send' || fate === 'die_after_send') world.kill(service, 0);
  return true;
}

/** Work that no event asked for: begun, then committed, left open, or lost with its process. */
function work(
  world: World,
  node: ServiceNode,
  transaction: Transaction | null,
  { replica, fate }: { readonly replica: number; readonly fate: WorkFate },
): boolean {
  if (!transaction) return false;
  node.begin(transaction);
  if (fate === 'ok') node.commit(transaction);
  if (fate === 'die_after_commit') node.commit(transaction, false);
  if (fate === 'die_before_commit' || fate === 'die_after_commit') world.kill(node.name, replica);
  return true;
}

function act(world: World, { life: index, act: what, replica, fate }: StepOf<'act'>): boolean {
  const life = world.lives[index];
  if (!life) return false;
  const { town, seal } = world;
  const command = commandOf(what, life, { profile: town.profile, jurisdiction: town.jurisdiction, seal });
  const node = world.nodes[command.service];
  life.acts += 1;
  const key = `${life.index}.${life.acts}`;
  const sent = (payloadHash: string): Transaction => {
    const input = {
      requestId: life.id,
      decide: command.decide,
      receipt: { key, payloadHash, respond: () => key },
      act: what,
      command,
    };
    return {
      purpose: 'command',
      replica,
      requestIds: [life.id],
      prepare: () => node.decide([input]),
      after: () => {},
      prepared: null,
    };
  };
  if (fate === 'twice' || fate === 'key_reused') {
    const first = outcomeOf(node, sent(key));
    const again = outcomeOf(node, sent(fate === 'twice' ? key : 'other'));
    if (first && again) answeredOnce(life, first, again, fate);
    return true;
  }
  return work(world, node, sent(key), { replica, fate });
}

function outcomeOf(node: ServiceNode, transaction: Transaction): Outcome<any> | undefined {
  let outcome: Outcome<any> | undefined;
  node.commit({
    ...transaction,
    after: ({ decided }) => {
      outcome = decided.outcomes[0];
    },
  });
  return outcome;
}

/** The same key has one effect: the answer is the first one, and another payload is refused. */
function answeredOnce(
  life: Life,
  first: Outcome<any>,
  again: Outcome<any>,
  fate: 'twice' | 'key_reused',
): void {
  const wanted =
    first.kind !== 'changed' && first.kind !== 'ignored'
      ? first.kind
      : fate === 'twice'
        ? 'replayed'
        : 'key_reused';
  must(
    again.kind === wanted,
    'one_answer_per_key',
    life.id,
    () => `first ${first.kind}, again (${fate}) ${again.kind} instead of ${wanted}`,
  );
}
