import { QuestionsInTurn } from './questions-in-turn.js';

const untilAnswered = () => {
  const pending: (() => void)[] = [];
  const answer = (words: string) => () => new Promise<string>((done) => pending.push(() => done(words)));
  return { pending, answer };
};
const turn = () => new Promise(setImmediate);

it('different questions are answered one after the other, the same one once', async () => {
  const { pending, answer } = untilAnswered();
  const questions = new QuestionsInTurn<string>();
  const all = [
    questions.ask('a', answer('a')),
    questions.ask('b', answer('b')),
    questions.ask('a', answer('again')),
  ];
  await turn();
  expect(pending).toHaveLength(1);
  pending[0]!();
  await turn();
  expect(pending).toHaveLength(2);
  pending[1]!();
  expect(await Promise.all(all)).toEqual(['a', 'b', 'a']);
});

it('a question that fails fails alone, and may be asked again', async () => {
  const questions = new QuestionsInTurn<string>();
  const failing = questions.ask('a', () => Promise.reject(new Error('away')));
  const next = questions.ask('b', () => Promise.resolve('b'));
  await expect(failing).rejects.toThrow('away');
  expect(await next).toBe('b');
  expect(await questions.ask('a', () => Promise.resolve('a'))).toBe('a');
});

it('the ninth at once is told when to ask again', async () => {
  const { pending, answer } = untilAnswered();
  const questions = new QuestionsInTurn<string>();
  const waiting = Array.from({ length: 8 }, (_, n) => questions.ask(`${n}`, answer(`${n}`)));
  expect(() => questions.ask('9', answer('9'))).toThrow(
    expect.objectContaining({ code: 'too_many_requests' }) as Error,
  );
  for (let n = 0; n < 8; n += 1) {
    await turn();
    pending[n]!();
  }
  expect(await Promise.all(waiting)).toHaveLength(8);
});
