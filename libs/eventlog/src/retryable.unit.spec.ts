import { isRefusal, isRetryable, WrittenElsewhere } from './retryable.js';

const fault = (code: string, severity = 'ERROR') => Object.assign(new Error('fault'), { code, severity });

describe('isRetryable', () => {
  it.each([
    '40001',
    '40P01',
    '57P01',
    '57P03',
    '08006',
    '53100',
    '53300',
    '57014',
    '28P01',
    '42501',
    '0A000',
  ])('SQLSTATE %s is', (code) => {
    expect(isRetryable(fault(code))).toBe(true);
  });

  it.each(['23505', '23514', '22P02', '22P05', '54000', 'P0001', 'XX000'])('SQLSTATE %s is not', (code) => {
    expect(isRetryable(fault(code))).toBe(false);
  });

  it('so are sockets, node-postgres’ own words and a race for a new row', () => {
    expect(isRetryable(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBe(true);
    expect(isRetryable(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isRetryable(new WrittenElsewhere())).toBe(true);
  });

  it('a bug is not', () => {
    expect(isRetryable(new TypeError('x is undefined'))).toBe(false);
    expect(isRetryable(undefined)).toBe(false);
  });
});

describe('a store that answers and refuses', () => {
  it.each([
    ['53100', true],
    ['25006', true],
    ['58030', true],
    ['28P01', true],
    ['42501', true],
    ['42P01', true],
    ['40001', false],
    ['23505', false],
    ['ECONNREFUSED', false],
  ])('%s: %s', (code, refused) => expect(isRefusal({ code })).toBe(refused));
});
