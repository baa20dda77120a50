/**
 * Every operation on files, sent to every kind of bad place. What the official code does there is in
 * test/fixtures/wrong-input.txt, a line for each: recorded from the classes of Jenkins 2.568.2 on Java 17 (newer ones differ in
 * a few), on the same trees and file systems.
 */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from './operations.js';
import { PLACES } from './places.js';
import { allRequests } from './requests.js';
import type { Outcome } from './requests.js';
import { runInSandbox } from './sandbox.js';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'wrong-input-')));
const requests = allRequests(base);
let outcomes: readonly Outcome[];

beforeAll(async () => {
  writeFileSync(join(base, 'requests.json'), JSON.stringify(requests));
  outcomes = JSON.parse(await runInSandbox(base, new URL('main.ts', import.meta.url))) as Outcome[];
}, 300_000);
afterAll(() => rmSync(base, { recursive: true, force: true }));

const recorded = readFileSync(new URL('../../fixtures/wrong-input.txt', import.meta.url), 'utf8').trimEnd();
const lines = recorded.split('\n');

describe.runIf(process.platform === 'linux')('an operation on a bad place', () => {
  it.each(OPERATIONS.map(({ name }) => name))('%s ends as with the official agent', (name) => {
    const ours = requests.flatMap((request, i) => (request.what.startsWith(`${name} @`) ? [line(i)] : []));
    expect(ours).toHaveLength(Object.keys(PLACES).length);
    expect(ours).toEqual(lines.filter((recordedLine) => recordedLine.startsWith(`${name} @`)));
  });

  it('leaves no half-written file when it fails', () => {
    // MoveAllChildrenTo stops half-way as the official agent does: every file is whole, and in one of the two places.
    const left = requests.flatMap(({ what }, i) =>
      what.startsWith('MoveAllChildrenTo') ? [] : (outcomes[i]?.left ?? []),
    );
    expect(left).toEqual([]);
  });
});

/** Paths, temporary names and characters that do not fit a line written as in the recording. */
function line(index: number): string {
  const { what = '', tree = '' } = requests[index] ?? {};
  const result = (outcomes[index]?.result ?? '').replaceAll(tree, 'T').replaceAll(base, 'B');
  const readable = result.replaceAll('n'.repeat(300), 'LONG').replaceAll('\0', '\\0').replaceAll('\n', '\\n');
  return `${what} ${readable.replace(/\d{15,}/g, 'N')}`;
}
