import { readFileSync } from 'node:fs';

/** Rows of a table that Ant itself has filled in. */
export function jsonLines(file: string): unknown[] {
  const text = readFileSync(new URL(`../../fixtures/ant/${file}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}
