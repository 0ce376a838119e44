/**
 * Counts of a Jest run (`results` as written by `--json`, undefined if it wrote none). A spec file that could not run counts
 * as one failed test; so does a run that ended badly though every test passed, or that left no results at all.
 */
export function countTests(results, exitCode) {
  if (!results) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests } =
    results;
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return {
    passed: numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}
