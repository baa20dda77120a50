import { afterAll, expect } from 'vitest';
import type { Builder } from '../../../../src/plugins/git-client/commands/builder.js';
import { GitTester } from './tester.js';

/** After all tests of a file, every method of these builders must have been part of a command that did its work. */
export function expectCovered(...builders: Builder[]): void {
  afterAll(() => {
    const all = builders.flatMap(({ name, signatures }) =>
      signatures.map((signature) => `${name.replace(/^.*\./, '')}.${signature}`),
    );
    expect(all.filter((one) => !GitTester.succeeded.has(one))).toEqual([]);
  });
}
