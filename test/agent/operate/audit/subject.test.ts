import { describe, expect, it } from 'vitest';
import { auditSubject } from '../../../../src/agent/operate/audit/subject.js';
import { arrayList, booleanArray, stringArray } from '../../../../src/serial/jdk.js';
import type { JavaValue } from '../../../../src/serial/model.js';
import { EXISTS, FILE_CALLABLE_WRAPPER, FILE_PATH } from '../../../../tools/controller/calls/file-path-classes.js';
import { REMOTE_LAUNCH_CALLABLE } from '../../../../tools/controller/calls/launch-classes.js';

function launch(cmd: JavaValue, masks: JavaValue) {
  const none = { err: null, in: null, out: null, env: null, stdoutListener: null, listener: null };
  const not = { quiet: false, reverseStderr: false, reverseStdin: false, reverseStdout: false };
  return REMOTE_LAUNCH_CALLABLE.create({
    ...none,
    ...not,
    cmd,
    masks,
    envVarsFilterRuleWrapper: null,
    workDir: '/ws/app',
  });
}

describe('the subject of a request in an audit', () => {
  it('is the class inside its wrappers, with the file', () => {
    const filePath = FILE_PATH.create({ remote: '/ws/app/a.txt', urlFactory: null });
    const wrapper = FILE_CALLABLE_WRAPPER.create({ callable: EXISTS.create({}), filePath });
    expect(auditSubject(wrapper)).toEqual({ class: 'hudson.FilePath$Exists', paths: ['/ws/app/a.txt'] });
  });

  it.each([
    ['a list', arrayList(['curl', '-u', 's3cret', '/x'])],
    ['an array', stringArray(['curl', '-u', 's3cret', '/x'])],
  ])('is a command line without what is masked, from %s', (_, command) => {
    const subject = auditSubject(launch(command, booleanArray([false, false, true, false])));
    expect(subject).toEqual({
      class: 'hudson.Launcher$RemoteLaunchCallable',
      paths: ['/ws/app'],
      command: ['curl', '-u', '********', '/x'],
    });
  });

  it('is the class alone where the command is none, and nothing where the request cannot be read', () => {
    expect(auditSubject(launch(null, null))).toEqual({
      class: 'hudson.Launcher$RemoteLaunchCallable',
      paths: ['/ws/app'],
    });
    expect(auditSubject(undefined)).toEqual({ class: undefined });
  });

  it('ends where a wrapper holds itself', () => {
    const filePath = FILE_PATH.create({ remote: '/ws', urlFactory: null });
    const wrapper = FILE_CALLABLE_WRAPPER.create({ callable: null, filePath });
    Object.assign(wrapper.parts[wrapper.parts.length - 1]?.values ?? {}, { callable: wrapper });
    expect(auditSubject(wrapper)).toEqual({ class: 'hudson.FilePath$FileCallableWrapper', paths: ['/ws'] });
  });
});
