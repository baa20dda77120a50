import type { AttributeType, Schema } from './schema.js';

const strings = (...names: readonly string[]): Record<string, AttributeType> =>
  Object.fromEntries(names.map((name) => [name, 'string']));

const numbers = (...names: readonly string[]): Record<string, AttributeType> =>
  Object.fromEntries(names.map((name) => [name, 'decimal']));

/** Reports of NUnit 2. */
export const nunit2Schema: Schema = {
  elements: {
    'test-results': {
      attributes: {
        ...strings('name!', 'date!', 'time!'),
        ...numbers('total!', 'failures!', 'not-run!', 'errors', 'inconclusive', 'ignored', 'skipped', 'invalid'),
      },
      content: ['environment?', 'culture-info?', 'test-suite+'],
    },
    environment: {
      attributes: strings(
        ...['nunit-version!', 'clr-version!', 'os-version!', 'platform!', 'cwd!', 'machine-name!', 'user!'],
        'user-domain!',
      ),
      content: [],
    },
    'culture-info': { attributes: strings('current-culture!', 'current-uiculture!'), content: [] },
    'test-suite': {
      attributes: strings('name!', 'type', 'description', 'success', 'time', 'executed', 'asserts', 'result'),
      content: ['categories?', 'properties?', 'failure|reason?', 'results?'],
    },
    results: { content: ['test-suite|test-case*'] },
    'test-case': {
      attributes: strings('name!', 'executed!', 'description', 'success', 'time', 'asserts', 'result'),
      content: ['categories?', 'properties?', 'failure|reason?'],
    },
    categories: { content: ['category+'] },
    category: { attributes: strings('name!'), content: [] },
    properties: { content: ['property+'] },
    property: { attributes: strings('name!', 'value!'), content: [] },
    failure: { content: ['message', 'stack-trace'] },
    reason: { content: ['message'] },
    message: { content: 'text' },
    'stack-trace': { content: 'text' },
  },
  roots: ['test-results', 'message', 'stack-trace'],
};
