/** Results as objects of the plugin's classes. Suites and cases know what is around them, so the graph has circles. */
import { declareClass } from '../../serial/declare.js';
import { arrayList, hashMap } from '../../serial/jdk.js';
import type { JavaObject, JavaValue } from '../../serial/model.js';
import type { ByName, RobotCase, RobotResult, RobotSuite } from './result.js';

const PACKAGE = 'hudson.plugins.robot.model.';
const STRING = 'Ljava/lang/String;';

const TEST_OBJECT = declareClass({
  name: `${PACKAGE}RobotTestObject`,
  suid: -3191755290679194469n,
  fields: { duplicateSafeName: STRING, id: STRING, logFile: STRING, reportFile: STRING },
});

const RESULT = declareClass({
  name: `${PACKAGE}RobotResult`,
  suid: 1n,
  fields: { suites: 'Ljava/util/Map;', timeStamp: STRING },
  superclass: TEST_OBJECT,
});

const SUITE = declareClass({
  name: `${PACKAGE}RobotSuiteResult`,
  suid: 1n,
  fields: {
    schemaVersion: 'I',
    caseResults: 'Ljava/util/Map;',
    children: 'Ljava/util/Map;',
    description: STRING,
    elapsedTime: STRING,
    endTime: STRING,
    name: STRING,
    parent: 'Lhudson/plugins/robot/model/RobotTestObject;',
    startTime: STRING,
  },
  superclass: TEST_OBJECT,
});

/** `critical` is read by versions before 5. */
const CASE = declareClass({
  name: `${PACKAGE}RobotCaseResult`,
  suid: -8075680639442547520n,
  fields: {
    critical: 'Z',
    elapsedtime: 'D',
    failedSince: 'I',
    passed: 'Z',
    skipped: 'Z',
    skippedSince: 'I',
    description: STRING,
    endtime: STRING,
    errorMsg: STRING,
    name: STRING,
    parent: 'Lhudson/plugins/robot/model/RobotSuiteResult;',
    stackTrace: STRING,
    starttime: STRING,
    tags: 'Ljava/util/List;',
  },
  superclass: TEST_OBJECT,
});

/** Names of the HTML files that belong to a result. */
export interface RobotFiles {
  readonly logFile: string | null;
  readonly reportFile: string | null;
}

export function resultToJava({ suites, timeStamp }: RobotResult, files: RobotFiles): JavaObject {
  const result = RESULT.create({ ...files, duplicateSafeName: null, id: null, suites: null, timeStamp });
  setField(
    result,
    'suites',
    mapOf(suites, (suite) => suiteToJava(suite, result, files)),
  );
  return result;
}

function suiteToJava(suite: RobotSuite, parent: JavaObject, files: RobotFiles): JavaObject {
  const { id, name, safeName: duplicateSafeName, description, schemaVersion } = suite;
  const { elapsedTime, startTime, endTime } = suite;
  const made = SUITE.create({
    ...files,
    ...{ id, name, duplicateSafeName, description, schemaVersion, parent, elapsedTime, startTime, endTime },
    caseResults: null,
    children: null,
  });
  setField(
    made,
    'caseResults',
    mapOf(suite.cases, (each) => caseToJava(each, made, files)),
  );
  setField(
    made,
    'children',
    mapOf(suite.suites, (each) => suiteToJava(each, made, files)),
  );
  return made;
}

function caseToJava(each: RobotCase, parent: JavaObject, { logFile }: RobotFiles): JavaObject {
  const { id, name, passed, skipped, critical, description, stackTrace } = each;
  return CASE.create({
    ...{ id, name, passed, skipped, critical, description, stackTrace, parent, logFile },
    duplicateSafeName: each.safeName,
    reportFile: null,
    elapsedtime: each.elapsedTime,
    failedSince: 0,
    skippedSince: 0,
    starttime: each.startTime,
    endtime: each.endTime,
    errorMsg: each.errorMessage,
    tags: arrayList(each.tags),
  });
}

/** null where nothing was added. */
function mapOf<T extends { name: string | null; safeName: string | null }>(
  { entries }: ByName<T>,
  toJava: (value: T) => JavaObject,
): JavaValue {
  if (entries.size === 0) return null;
  return hashMap([...entries].map(([name, value]): [JavaValue, JavaValue] => [name, toJava(value)]));
}

/** Of an object that those in it had to know first. */
function setField(object: JavaObject, name: string, value: JavaValue): void {
  const part = object.parts.at(-1);
  if (part) (part.values as Record<string, JavaValue>)[name] = value;
}
