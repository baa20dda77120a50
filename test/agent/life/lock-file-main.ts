/** A starter for lock-file.test.ts: takes each lock as soon as all may, and keeps it until its input ends. */
import { existsSync } from 'node:fs';
import { LockFile } from '../../../src/agent/life/lock-file.js';

const [folder = '', rounds = '0'] = process.argv.slice(2);
const won: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  while (!existsSync(`${folder}/go-${round}`));
  if (LockFile.take(`${folder}/lock-${round}`)) won.push(round);
  process.stdout.write(`${round}\n`);
}
process.stdout.write(`${JSON.stringify(won)}\n`);
process.stdin.resume();
