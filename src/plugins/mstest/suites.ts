/** A TRX file as a report of JUnit's. */
import { element } from '../../java/xml/element-tree.js';
import type { XmlElement } from '../../java/xml/element-tree.js';
import { xpathText } from '../../java/xml/xpath-number.js';
import { TrxTests, isTrx, trxCounts, trxOutput } from '../junit/trx.js';

export function trxSuites(root: XmlElement): XmlElement {
  const tests = new TrxTests(root);
  const suite = element('testsuite', { name: 'MSTestSuite', time: '0', ...trxCounts(root) });
  for (const result of isTrx(root) ? resultsIn(root) : []) {
    if (trxOutput(result, 'StdOut').startsWith('omit-from-jenkins:true')) continue;
    for (const each of tests.casesOf(result, xpathText)) suite.append(each);
  }
  return element('testsuites', {}, [suite]);
}

/** Results that are of one test each: a data-driven test counts as its rows. */
function* resultsIn(parent: XmlElement): Generator<XmlElement> {
  for (const child of parent.elements()) {
    if (isResult(child)) yield child;
    else yield* resultsIn(child);
  }
}

function isResult(each: XmlElement): boolean {
  if (each.name === 'WebTestResult') return true;
  if (each.name !== 'UnitTestResult') return false;
  const type = each.attribute('resultType');
  if (type === 'DataDrivenTest') return !each.first('InnerResults');
  return type === 'DataDrivenDataRow' || !each.has('resultType');
}
