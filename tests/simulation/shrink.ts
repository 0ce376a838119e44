import { drain } from './drain.js';
import { Inspector } from './invariants/inspector.js';
import type { Step } from './model/step.js';
import { takeStep } from './model/take-step.js';
import { Violation } from './violation.js';
import { runWave, type WaveOf, worldOf } from './wave.js';

/** What a wave does until something breaks; null where nothing does. */
export function failureOf(
  wave: WaveOf,
): { readonly violation: Violation; readonly steps: readonly Step[] } | null {
  const steps: Step[] = [];
  try {
    runWave(
      wave,
      (world) => new Inspector(world),
      (step) => steps.push(step),
    );
    return null;
  } catch (error) {
    return { violation: violationOf(error), steps };
  }
}

/** A decide that throws would be poison: an event the service itself could never handle. */
export const violationOf = (error: unknown): Violation =>
  error instanceof Violation
    ? error
    : new Violation(
        'no_poison_of_our_own',
        null,
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      );

/** The violation that these steps alone lead to. */
export function tryStory(wave: WaveOf, steps: readonly Step[]): Violation | null {
  const { world, judge } = worldOf(wave, (of) => new Inspector(of));
  try {
    for (const step of steps) takeStep(world, step);
    drain(world);
    judge.settled();
    return null;
  } catch (error) {
    return violationOf(error);
  }
}

/**
 * The steps without which the same promise would hold: first those of the request alone, then smaller and smaller pieces are
 * left out (delta debugging) until each step that is left is needed.
 */
export function shrink(wave: WaveOf, steps: readonly Step[], violation: Violation): readonly Step[] {
  const breaks = (story: readonly Step[]) => tryStory(wave, story)?.invariant === violation.invariant;
  const life = violation.requestId ? Number.parseInt(violation.requestId.slice(-6), 16) : -1;
  const own = steps.filter((step) => step.step !== 'act' || step.life === life);
  let story = breaks(own) ? own : steps;
  for (let size = Math.ceil(story.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let before = -1; before !== story.length && size > 0;) {
      before = story.length;
      for (let at = 0; at < story.length;) {
        const without = [...story.slice(0, at), ...story.slice(at + size)];
        if (breaks(without)) story = without;
        else at += size;
      }
      if (size > 1) break;
    }
  }
  return story;
}
