import type { AttributeType, ElementRule, Schema } from './schema.js';

const strings = (...names: readonly string[]): Record<string, AttributeType> =>
  Object.fromEntries(names.map((name) => [name, 'string']));

const problem: ElementRule = { attributes: strings('type', 'message'), content: [], mixed: true };
const output: ElementRule = { content: [], mixed: true };

/** Reports of PHPUnit 4 and later. */
export const phpUnitSchema: Schema = {
  elements: {
    testsuites: { content: ['testsuite+'] },
    testsuite: {
      attributes: {
        ...strings('name!', 'tests!', 'fullPackage', 'subpackage', 'category', 'namespace', 'package', 'file'),
        ...strings('failures', 'errors', 'warnings', 'assertions', 'skipped', 'skip', 'time', 'timestamp'),
      },
      content: ['testsuite|properties|testcase|system-err|system-out*'],
    },
    testcase: {
      attributes: {
        ...strings('name!', 'classname', 'assertions', 'time', 'class', 'file', 'feature'),
        line: 'integer',
      },
      content: ['error?', 'warning?', 'failure?', 'system-err?', 'system-out?', 'skipped?'],
    },
    properties: { content: ['property+'] },
    property: { attributes: strings('name!', 'value!'), content: [] },
    failure: problem,
    error: problem,
    warning: problem,
    skipped: { attributes: strings('message'), content: [], mixed: true },
    'system-err': output,
    'system-out': output,
  },
};
