import { faultOf } from '#eventlog/event-schemas.js';
import { assigned, contextOf, deadlinesSet, Life, resolved, submitted } from '../../test/world.js';
import { giveUpWhenNotReceived, settleNotices, type Settlement } from './settle-notices.js';
import { tellByHand } from './tell-by-hand.js';

const RESIDENT = 'opinion/resident/RequestResolved/1';
const HANDLER = 'opinion/handler/RequestResolved/1';

const solved = () => {
  const life = new Life().hear(submitted(), assigned(), deadlinesSet(), resolved());
  life.said.length = 0;
  return life;
};
const settle = (life: Life, ...settlements: (Partial<Settlement> & { key: string })[]) =>
  life.decide((state) =>
    settleNotices(
      state,
      settlements.map((one) => ({ state: 'sent', attempts: 1, reference: null, ...one })),
      contextOf(),
    ),
  );
const given = (key: string) => settle(solved(), { key, state: 'undeliverable', attempts: 6 });

describe('settling', () => {
  it('a purpose is settled when the last of its notices is', () => {
    const life = settle(solved(), { key: RESIDENT });
    expect(life.said).toEqual([]);
    settle(life, { key: HANDLER });
    expect(life.told('NoticesSettled')).toMatchObject([
      { purpose: 'opinion', assignmentNumber: 1, delivered: 2, undeliverable: 0 },
    ]);
  });

  it('address and text do not stay in the state', () => {
    const life = settle(solved(), { key: RESIDENT, reference: 'p-1' });
    expect(life.state?.notices[RESIDENT]).toEqual({
      purpose: 'opinion',
      recipient: 'resident',
      assignmentNumber: 1,
      state: 'sent',
      attempts: 1,
      reference: 'p-1',
    });
  });

  it('what cannot be delivered is told, and counts as handed to a person', () => {
    const life = settle(solved(), { key: RESIDENT, state: 'undeliverable', attempts: 6 }, { key: HANDLER });
    expect(life.told('NoticeUndeliverable')).toMatchObject([
      { purpose: 'opinion', recipient: 'resident', channel: 'catcher', attempts: 6 },
    ]);
    expect(life.told('NoticesSettled')).toMatchObject([{ delivered: 1, undeliverable: 1 }]);
    for (const { name, body } of life.said) expect(faultOf(name, body)).toBeUndefined();
  });

  it('settled twice, the first counts', () => {
    const life = settle(solved(), { key: RESIDENT });
    settle(life, { key: RESIDENT, state: 'undeliverable' });
    settle(life, { key: 'never/planned' });
    expect(life.words.slice(-2)).toEqual(['already_settled', 'already_settled']);
    expect(life.said).toEqual([]);
  });
});

describe('a receipt that says it did not arrive', () => {
  it('makes a sent notice a person’s, once', () => {
    const life = settle(solved(), { key: RESIDENT, attempts: 2 });
    const refuse = () => life.decide((state) => giveUpWhenNotReceived(state, RESIDENT, contextOf()));
    refuse();
    expect(life.told('NoticeUndeliverable')).toMatchObject([{ recipient: 'resident', attempts: 2 }]);
    refuse();
    expect(life.words.at(-1)).toBe('already_settled');
  });

  it('before it was sent, or of no notice: nothing', () => {
    const life = solved().decide((state) => giveUpWhenNotReceived(state, RESIDENT, contextOf()));
    expect(life.words.at(-1)).toBe('already_settled');
    expect(life.decide((state) => giveUpWhenNotReceived(state, 'x', contextOf())).words.at(-1)).toBe(
      'never_planned',
    );
  });
});

describe('told by hand', () => {
  const tell = (life: Life, key = RESIDENT) =>
    life.decide((state) => tellByHand(state, { key, by: 'officer-1', note: 'k1:bm90ZQ' }));

  it('given undeliverable: done, by whom; said twice, nothing more', () => {
    const life = tell(given(RESIDENT));
    expect(life.state?.notices[RESIDENT]).toMatchObject({ state: 'done_by_hand', by: 'officer-1' });
    expect(tell(life).words.at(-1)).toBe('already_told');
  });

  it('given it is still on its way, or none: refused', () => {
    expect(tellByHand(solved().state, { key: RESIDENT, by: 'o', note: null })).toMatchObject({
      code: 'notice_not_undeliverable',
    });
    expect(tellByHand(solved().state, { key: 'x', by: 'o', note: null })).toMatchObject({
      code: 'notice_not_found',
    });
  });
});
