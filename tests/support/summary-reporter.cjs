const { writeFileSync } = require('node:fs');
const path = require('node:path');

const SLOWEST = 15;

/** Says which files took longest, as everybody waits for them. */
function tellSlowest(files) {
  if (files.length <= SLOWEST) return;
  const slowest = [...files].sort((a, b) => b.perfStats.runtime - a.perfStats.runtime).slice(0, SLOWEST);
  const line = ({ testFilePath, perfStats }) =>
    `${String(Math.round(perfStats.runtime / 1000)).padStart(6)} s  ${path.relative(process.cwd(), testFilePath)}`;
  console.log(`slowest files:\n${slowest.map(line).join('\n')}`);
}

/**
 * Counts the run: `N passed, N failed`. A suite that cannot run is a failure, and so is a run without tests.
 * Written to LINKANG_SUMMARY_FILE for the starter, which prints it as the very last line; else printed here.
 */
module.exports = class SummaryReporter {
  onRunComplete(_, results) {
    const passed = results.numPassedTests;
    const brokenSuites = results.testResults.filter((suite) => suite.testExecError || suite.failureMessage);
    const silent = brokenSuites.filter((suite) => suite.numFailingTests === 0).length;
    const failed = results.numFailedTests + silent;
    this.summary = { passed, failed: passed + failed === 0 || results.wasInterrupted ? Math.max(failed, 1) : failed };
    tellSlowest(results.testResults);
    const file = process.env.LINKANG_SUMMARY_FILE;
    if (file) writeFileSync(file, JSON.stringify(this.summary));
    // Jest's own summary comes after the reporters.
    else process.once('exit', () => console.log(`${this.summary.passed} passed, ${this.summary.failed} failed`));
  }

  /** Jest itself takes a run without tests, or with a broken suite, as told by this. */
  getLastError() {
    return this.summary?.failed ? new Error(`${this.summary.failed} failed`) : undefined;
  }
};
