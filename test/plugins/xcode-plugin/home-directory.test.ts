import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import type { JavaObject } from '../../../src/serial/model.js';
import { ask } from '../../jenkins/ask.js';

it('is that of the user database', async () => {
  const answer = (await ask('au.com.rayh.DeveloperProfileLoader$GetHomeDirectory')) as JavaObject;
  expect(answer.desc).toMatchObject({ name: 'hudson.FilePath', suid: 1n });
  expect(answer.get('remote')).toBe(userInfo().homedir);
});
