import { countTests } from './count-tests.mjs';

const results = (counts: object) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  ...counts,
});

describe('countTests', () => {
  it('counts what passed and what failed', () => {
    const counted = countTests(
      results({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 }),
      1,
    );
    expect(counted).toEqual({ passed: 7, failed: 2, skipped: 2 });
  });

  it('counts a file that could not run as a failed test', () => {
    expect(countTests(results({ numPassedTests: 7, numRuntimeErrorTestSuites: 1 }), 1)).toMatchObject({
      failed: 1,
    });
  });

  it('does not report success for a run that ended badly', () => {
    expect(countTests(results({ numPassedTests: 7 }), 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
    expect(countTests(undefined, null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('has nothing to report for an empty run', () => {
    expect(countTests(results({}), 0)).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});
