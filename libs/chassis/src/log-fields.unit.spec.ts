import { allowedFields, loggedError } from './log-fields.js';

describe('log fields', () => {
  it('drops what is not on the list', () => {
    expect(allowedFields({ requestId: 'r', phone: '13800000000', body: { text: 'x' }, status: 200 })).toEqual(
      {
        requestId: 'r',
        status: 200,
      },
    );
  });
});

describe('a logged error', () => {
  it('has message and place', () => {
    const logged = loggedError(new TypeError('x is not a function'));
    expect(logged).toMatchObject({ type: 'TypeError', message: 'x is not a function' });
    expect(logged.stack).toMatch(/^\s+at /);
  });

  it("has not the words of the database's errors, which quote values", () => {
    const error = Object.assign(new Error('invalid input: "13800000000"'), {
      severity: 'ERROR',
      code: '22P02',
      detail: 'Key (phone)=(13800000000)',
      table: 'request',
      constraint: 'request_pkey',
    });
    const logged = loggedError(error);
    expect(logged).toMatchObject({ code: '22P02', table: 'request', constraint: 'request_pkey' });
    expect(JSON.stringify(logged)).not.toContain('13800000000');
  });

  it('has not what a JSON parser quotes', () => {
    try {
      JSON.parse('王小明');
    } catch (error) {
      expect(JSON.stringify(loggedError(error))).not.toContain('王');
    }
  });

  it('is something even when it is no error', () => {
    expect(loggedError('13800000000')).toEqual({ type: 'string' });
  });
});
