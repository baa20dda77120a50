import type { AttributeType, ElementRule, Schema } from './schema.js';

const problem: ElementRule = { attributes: { type: 'string', message: 'string' }, content: [], mixed: true };
const rerun: ElementRule = {
  attributes: { message: 'string', 'type!': 'string' },
  content: ['stackTrace?', 'system-out?', 'system-err?'],
  mixed: true,
};
const text: ElementRule = { content: 'text' };

const strings = (...names: readonly string[]): Record<string, AttributeType> =>
  Object.fromEntries(names.map((name) => [name, 'string']));

/** JUnit's format as the plugin's version 10 of it has it: what all reports become, and what reports of JUnit must be. */
export const junitSchema: Schema = {
  elements: {
    testsuites: {
      attributes: { ...strings('name', 'tests', 'failures', 'errors'), time: 'time' },
      content: ['testsuite*'],
    },
    testsuite: {
      attributes: {
        ...strings('name!', 'tests!', 'failures!', 'errors!', 'group', 'skipped', 'timestamp', 'hostname', 'id'),
        ...strings('package', 'file', 'log', 'url', 'version'),
        time: 'time',
      },
      content: ['testsuite|properties|testcase|system-out|system-err*'],
    },
    testcase: {
      attributes: strings('name!', 'time', 'classname', 'group'),
      content: ['skipped|error|failure|rerunFailure|rerunError|flakyFailure|flakyError|system-out|system-err*'],
    },
    properties: { content: ['property*'] },
    property: { attributes: strings('name!', 'value!'), content: [] },
    skipped: problem,
    error: problem,
    failure: problem,
    rerunFailure: rerun,
    rerunError: rerun,
    flakyFailure: rerun,
    flakyError: rerun,
    stackTrace: text,
    'system-out': text,
    'system-err': text,
  },
  roots: [
    ...['testsuites', 'testsuite', 'testcase', 'properties', 'property', 'skipped', 'error', 'failure'],
    ...['rerunFailure', 'rerunError', 'flakyFailure', 'flakyError', 'system-out', 'system-err'],
  ],
};
