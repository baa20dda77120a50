import type { AttributeType, ElementRule, Schema } from './schema.js';

const place: Record<string, AttributeType> = { 'line!': 'integer', 'file!': 'string' };
const entry: ElementRule = { attributes: place, content: ['Context?'], mixed: true };

const unit: Record<string, AttributeType> = {
  'name!': 'string',
  skipped: 'string',
  reason: 'string',
  result: 'string',
  line: 'integer',
  file: 'string',
  assertions_passed: 'integer',
  assertions_failed: 'integer',
  expected_failures: 'integer',
};

/** Logs of Boost.Test 1.5 and later. */
export const boostTestSchema: Schema = {
  elements: {
    TestLog: { content: ['BuildInfo|TestSuite|Message*'] },
    BuildInfo: {
      attributes: { platform: 'string', compiler: 'string', stl: 'string', version: 'string', boost: 'string' },
      content: [],
      mixed: true,
    },
    TestSuite: {
      attributes: {
        ...unit,
        test_cases_passed: 'integer',
        test_cases_failed: 'integer',
        test_cases_skipped: 'integer',
        test_cases_aborted: 'integer',
      },
      content: ['TestCase|TestSuite|Message*'],
    },
    TestCase: {
      attributes: unit,
      content: ['TestSuite|Info|Error|FatalError|Message|Exception|Warning*', 'TestingTime?'],
      mixed: true,
    },
    Info: entry,
    Error: entry,
    FatalError: entry,
    Message: entry,
    Warning: entry,
    Exception: {
      attributes: { line: 'integer', file: 'string', function: 'string' },
      content: ['LastCheckpoint?', 'Context?'],
      mixed: true,
    },
    LastCheckpoint: { attributes: place, content: [], mixed: true },
    Context: { content: ['Frame*'], mixed: true },
    Frame: { content: 'text' },
    TestingTime: { content: [], mixed: true },
  },
};
