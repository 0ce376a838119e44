import { catalogue, type EventName } from '#contracts/catalogue.js';
import { chain } from '#contracts/chain.js';
import { reactionsThatExist } from './reactions-that-exist.js';

const names = Object.keys(catalogue) as EventName[];
const exist = reactionsThatExist();

describe('chain.ts', () => {
  it('names every message of the catalogue once', () => {
    expect(chain.map(({ event }) => event).toSorted()).toEqual(names.toSorted());
  });

  it.each(chain)('$event is written by $writer, as its schema says', ({ event, writer }) => {
    expect(catalogue[event].writer).toBe(writer);
  });

  it.each(['intake', 'triage', 'assignment', 'escalation', 'notification'] as const)(
    '%s reacts to exactly what the chain says it reads',
    (service) => {
      const said = chain.filter(({ readers }) => readers.includes(service)).map(({ event }) => event);
      expect([...(exist.get(service) ?? [])].toSorted()).toEqual(said.toSorted());
    },
  );

  it('the ledger reads every message', () => {
    expect([...(exist.get('ledger') ?? [])].toSorted()).toEqual(names.toSorted());
  });

  it('nobody else reads the log', () => {
    expect([...exist.keys()].toSorted()).toEqual([
      'assignment',
      'escalation',
      'intake',
      'ledger',
      'notification',
      'triage',
    ]);
  });

  it('each message comes after what must have happened before it', () => {
    const place = (event: EventName) => chain.findIndex((link) => link.event === event);
    const life: EventName[] = [
      'RequestSubmitted',
      'RequestTriaged',
      'RequestAssigned',
      'DeadlinesSet',
      'AssignmentAccepted',
      'EscalationRaised',
      'RequestResolved',
      'SolutionConfirmed',
      'RequestClosed',
      'AssignmentEnded',
    ];
    expect(life.map(place)).toEqual(life.map(place).toSorted((a, b) => a - b));
  });
});
