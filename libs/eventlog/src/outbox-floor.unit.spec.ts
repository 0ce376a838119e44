import { OutboxFloor, type OutboxLook } from './outbox-floor.js';

const look = (given: Partial<OutboxLook>): OutboxLook => ({
  lowestId: null,
  oldestUnderWay: 100n,
  nextToBegin: 100n,
  ...given,
});

describe('the floor of the outbox', () => {
  it('rises to what was claimed once every transaction of that time has ended', () => {
    const floor = new OutboxFloor();
    floor.looked(look({}), 500n);
    floor.looked(look({ oldestUnderWay: 90n, nextToBegin: 100n }), 700n);
    floor.looked(look({ oldestUnderWay: 99n, nextToBegin: 120n }), 900n);
    expect(floor.id).toBe(0n);
    floor.looked(look({ oldestUnderWay: 100n, nextToBegin: 130n }), 950n);
    expect(floor.id).toBe(501n);
    floor.looked(look({ oldestUnderWay: 130n, nextToBegin: 140n }), 960n);
    expect(floor.id).toBe(901n);
  });

  it('does not rise above a row that is still there: it was not acknowledged, or came late under a lower id', () => {
    const floor = new OutboxFloor();
    floor.looked(look({}), 500n);
    floor.looked(look({}), 700n);
    floor.looked(look({ lowestId: 480n }), 700n);
    expect(floor.id).toBe(480n);
    floor.looked(look({ lowestId: 480n }), 700n);
    expect(floor.id).toBe(480n);
    floor.looked(look({}), 700n);
    expect(floor.id).toBe(701n);
  });

  it('stays where it is before anything was claimed', () => {
    const floor = new OutboxFloor();
    for (let n = 0; n < 10; n += 1) floor.looked(look({ lowestId: 7n }), null);
    expect(floor.id).toBe(0n);
  });

  it('falls to a row somebody wrote below it, which each sixtieth look finds', () => {
    const floor = new OutboxFloor();
    const from: bigint[] = [];
    for (let n = 0; n < 120; n += 1) {
      from.push(floor.lookFrom);
      floor.looked(look({}), 500n);
    }
    expect(from.map((id, n) => (n > 2 && id === 0n ? n : null)).filter((n) => n !== null)).toEqual([59, 119]);
    floor.looked(look({ lowestId: 3n }), 500n);
    expect(floor.id).toBe(3n);
  });
});
