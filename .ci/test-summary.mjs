// Prints `N passed, N failed` from vitest's JSON report; exits 1 when anything failed or nothing ran.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// A file that does not even load has no tests that could fail: it counts as one.
const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const passed = report.numPassedTests;
const failed = report.numFailedTests + broken.length;
for (const file of broken) console.error(`did not load: ${file.name}\n${file.message}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
