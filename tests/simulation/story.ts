import { drain } from './drain.js';
import { Inspector } from './invariants/inspector.js';
import { instantOf } from './model/service-node.js';
import type { Step } from './model/step.js';
import { takeStep } from './model/take-step.js';
import { type Observer, World } from './model/world.js';
import { violationOf } from './shrink.js';
import { type WaveOf, worldOf } from './wave.js';

/** Tells what happens, a line a step, and below it what that led to. */
export function tell(wave: WaveOf, steps: readonly Step[]): string[] {
  const lines: string[] = [];
  const { world, judge } = worldOf(wave, (of) => telling(of, lines));
  try {
    for (const step of steps) {
      lines.push(`${instantOf(world.time)}  ${wordsOf(step)}`);
      takeStep(world, step);
    }
    lines.push('… and then everything comes to rest');
    drain(world);
    judge.settled();
  } catch (error) {
    lines.push(`✗ ${violationOf(error).message}`);
  }
  return lines;
}

function telling(world: World, lines: string[]): Observer & { settled(): void } {
  const inspector = new Inspector(world);
  return {
    committed(node, prepared, transaction) {
      const { outcomes, emitted } = prepared.decided;
      for (const [at, input] of prepared.inputs.entries()) {
        const outcome = outcomes[at]!;
        const { event, act } = input as {
          event?: { name: string; sequence: number };
          act?: { kind: string };
        };
        const why = 'reason' in outcome ? outcome.reason : 'code' in outcome ? outcome.code : '';
        const what = event ? `${event.name} (${event.sequence})` : (act?.kind ?? transaction.purpose);
        lines.push(`    ${node.name}: ${what} ${outcome.kind} ${why}`.trimEnd());
      }
      for (const { event } of emitted) lines.push(`        → ${event.name} ${factsOf(event.body)}`);
      inspector.committed(node, prepared, transaction);
    },
    sent: (row) => inspector.sent(row),
    settled: () => inspector.settled(),
  };
}

/** What tells one event from another, without who and why. */
function factsOf(body: object): string {
  const { requestId: _, by: __, reason: ___, sealed: ____, ...facts } = body as Record<string, unknown>;
  const text = JSON.stringify(facts, (key, value) => (key === 'deadlines' ? value.map(deadline) : value));
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

const deadline = ({ kind, dueAt }: { kind: string; dueAt: string }): string => `${kind} ${dueAt}`;

function wordsOf(step: Step): string {
  switch (step.step) {
    case 'time':
      return `the clock goes on to ${instantOf(step.to)}`;
    case 'act': {
      const { kind, by, seen, ...rest } = step.act;
      return `${by}: ${kind} (tag: ${seen}) ${JSON.stringify(rest)}${step.fate === 'ok' ? '' : ` [${step.fate}]`}`;
    }
    default: {
      const { step: name, ...rest } = step;
      return `${name} ${JSON.stringify(rest)}`;
    }
  }
}
