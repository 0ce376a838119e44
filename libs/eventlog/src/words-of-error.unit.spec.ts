import { wordsOf } from './words-of-error.js';

describe('the words of an error', () => {
  it('leave out the values PostgreSQL quotes', () => {
    const error = Object.assign(new Error('invalid input syntax for type uuid: "13800138000"'), {
      severity: 'ERROR',
      code: '22P02',
      table: 'request',
    });
    expect(wordsOf(error)).toBe('SQLSTATE 22P02 request');
  });

  it('leave out the text that is no JSON', () => {
    try {
      JSON.parse('王某 13800138000');
    } catch (error) {
      expect(wordsOf(error)).toBe('SyntaxError');
    }
    expect.assertions(1);
  });

  it('are those of the program otherwise', () => {
    expect(wordsOf(new Error('no such profile'))).toBe('no such profile');
    expect(wordsOf({ phone: '13800138000' })).toBe('object');
  });
});
