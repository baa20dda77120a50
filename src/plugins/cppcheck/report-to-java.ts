/** org.jenkinsci.plugins.cppcheck.CppcheckReport, whose list of all findings its reader makes anew. */
import { declareClass } from '../../serial/declare.js';
import { arrayList } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import type { CppcheckReport, Finding } from './report.js';

const STRING = 'Ljava/lang/String;';
const LIST = 'Ljava/util/List;';

const FILE = declareClass({
  name: 'com.thalesgroup.hudson.plugins.cppcheck.model.CppcheckFile',
  suid: 3n,
  fields: {
    inconclusive: 'Z',
    lineNumber: 'I',
    cppCheckId: STRING,
    fileName: STRING,
    key: 'Ljava/lang/Integer;',
    message: STRING,
    severity: STRING,
    verbose: STRING,
  },
});

const REPORT = declareClass({
  name: 'org.jenkinsci.plugins.cppcheck.CppcheckReport',
  suid: 1n,
  fields: {
    errorSeverityList: LIST,
    informationSeverityList: LIST,
    noCategorySeverityList: LIST,
    performanceSeverityList: LIST,
    portabilitySeverityList: LIST,
    styleSeverityList: LIST,
    version: STRING,
    warningSeverityList: LIST,
  },
});

export function reportToJava({ findings }: CppcheckReport): JavaObject {
  const list = (all: readonly Finding[]): JavaObject => arrayList(all.map(findingToJava));
  return REPORT.create({
    errorSeverityList: list(findings.error),
    informationSeverityList: list(findings.information),
    noCategorySeverityList: list(findings.noCategory),
    performanceSeverityList: list(findings.performance),
    portabilitySeverityList: list(findings.portability),
    styleSeverityList: list(findings.style),
    // Of several reports there are several; nobody asks for one.
    version: null,
    warningSeverityList: list(findings.warning),
  });
}

function findingToJava({ id: cppCheckId, ...finding }: Finding): JavaObject {
  return FILE.create({ ...finding, cppCheckId, key: null });
}
