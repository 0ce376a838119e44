import { changed, type Decision, ignored, rejected } from './decision.js';
import { given } from './given.js';

type Lamp = { on: boolean };
const press =
  (times: number) =>
  (lamp: Lamp | undefined, { power }: { power: boolean }): Decision<Lamp, string> => {
    if (!power) return rejected('no_power');
    if (times % 2 === 0) return ignored('pressed_twice');
    return changed({ on: !lamp?.on }, 'LampSwitched');
  };

describe('given', () => {
  it('tells the new state and the events', () => {
    expect(given<Lamp>({ on: false }).when(press(1), { power: true })).toMatchObject({
      word: 'changed',
      state: { on: true },
      events: ['LampSwitched'],
    });
  });

  it('keeps the state where nothing changed', () => {
    const lamp = { on: true };
    expect(given<Lamp>(lamp).when(press(2), { power: true })).toMatchObject({
      word: 'ignored:pressed_twice',
      state: lamp,
      events: [],
    });
    expect(given<Lamp>().when(press(1), { power: false })).toMatchObject({ word: 'rejected:no_power' });
  });
});
