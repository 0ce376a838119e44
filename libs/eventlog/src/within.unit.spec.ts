import { within } from './within.js';

const never = new Promise<string>(() => {});

describe('what is waited for only so long', () => {
  it('given it comes in time, it is what comes', async () => {
    await expect(within(10_000, Promise.resolve('answer'))).resolves.toBe('answer');
  });

  it('given it fails in time, it is the failure', async () => {
    await expect(within(10_000, Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });

  it('given it never comes, waiting ends and says for how long', async () => {
    await expect(within(20, never)).rejects.toThrow('no answer within 20 ms');
  });

  it('given it fails afterwards, nobody is troubled by it', async () => {
    let fail!: (error: Error) => void;
    const late = new Promise<string>((_, reject) => (fail = reject));
    await expect(within(1, late)).rejects.toThrow('no answer');
    fail(new Error('too late'));
    await new Promise(setImmediate);
  });
});
