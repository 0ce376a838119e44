import { type ClockEntry, entriesOf, type JournalEntry } from './journal.js';

const timeUnder = ({ mode, rate, base, realBase }: ClockEntry, real: number): number =>
  mode === 'stepped' ? base : base + Math.max(0, real - realBase) * rate;

/**
 * The latest domain time that anybody may rightly have taken for now at an instant of this machine (both epoch ms). While a
 * setting is on its way, the one before it counts as well. Without any setting in the journal, domain time is real.
 */
export const latestDomainTime = (journal: readonly JournalEntry[], real: number): number =>
  Math.max(...timesInForce(journal, real));

/** The earliest one: what is due by it is due to everybody. */
export const earliestDomainTime = (journal: readonly JournalEntry[], real: number): number =>
  Math.min(...timesInForce(journal, real));

function timesInForce(journal: readonly JournalEntry[], real: number): number[] {
  const settings = entriesOf(journal, 'clock');
  const inForce = settings.filter(({ from }, at) => {
    const next = settings[at + 1];
    return from <= real && (!next || real <= next.confirmed);
  });
  return inForce.length > 0 ? inForce.map((setting) => timeUnder(setting, real)) : [real];
}

/** Virtual ms in one real ms while the clock ran. */
export const rateOf = (journal: readonly JournalEntry[]): number =>
  entriesOf(journal, 'clock').find(({ mode }) => mode === 'running')?.rate ?? 1;
