import { expect, it } from 'vitest';
import { filePath } from '../../../src/jenkins/file-path/file-path-value.js';
import { unbox } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { askAt } from '../../jenkins/ask.js';
import { controllerPath, failureOf } from '../../jenkins/file-path/request.js';

const NAME = 'hudson.plugins.emailext.plugins.content.AbstractEvalContent$IsChildFileCallable';
const isChild = (parent: string, potentialChild: JavaValue) => askAt(parent, NAME, { potentialChild });

it.each([
  ['/ws', '/ws/t/x.jelly', true],
  ['/ws/', '/ws/./x', true],
  ['/ws', '/ws', false],
  ['/ws', '/ws2/x', false],
  ['/ws', '/ws/../x', false],
])('of %s the file %s: %s', async (parent, child, expected) => {
  expect(unbox(await isChild(parent, controllerPath(child)))).toBe(expected);
});

it('does not take a path of the controller for one of ours', async () => {
  // As one side writes what is its own, the other reads what is remote.
  expect(unbox(await isChild('/ws', filePath('/ws/x')))).toBe(false);
  expect(await failureOf(isChild('/ws', null))).toMatch(/^java.io.InvalidObjectException/);
});
