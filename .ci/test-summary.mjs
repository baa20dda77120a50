// Prints `N passed, N failed` from vitest's JSON reports; exits 1 when anything failed or, in any of them, nothing ran.
import { readFileSync } from 'node:fs';

const counts = process.argv.slice(2).map((path) => count(JSON.parse(readFileSync(path, 'utf8'))));
const sum = (name) => counts.reduce((total, one) => total + one[name], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') > 0 || counts.length === 0 || counts.some(({ passed }) => passed === 0) ? 1 : 0);

function count(report) {
  // A file that does not even load has no tests that could fail: it counts as one.
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  for (const file of broken) console.error(`did not load: ${file.name}\n${file.message}`);
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}
