import { describe, expect, it } from 'vitest';
import { parseVersion } from '../../../src/plugins/git-client/version.js';

describe('the version of git', () => {
  it.each([
    ['git version 2.39.5', 2_390_500],
    ['git version 1.8.3.1', 1_080_301],
    ['git version 2.39.5 (Apple Git-154)', 2_390_500],
    ['git version 2.5.0.windows.1', 2_050_001],
    ['git version 1.9.5.msysgit.0', 1_090_500],
    // Built from source, and betas.
    ['git version 2.51.GIT', 2_510_000],
    ['git version 2.47.0.rc1.dirty', 2_470_000],
    ['git version 3', 3_000_000],
    ['', 0],
    ['git version', 0],
    ['git version unknown', 0],
    ['usage: git', 0],
  ])('of %j', (text, number) => {
    expect(parseVersion(text)).toBe(number);
  });
});
