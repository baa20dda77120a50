/** The test tools that the plugin knows, and how their reports become JUnit's. */
import type { XmlElement } from '../../java/xml/element-tree.js';
import type { JavaObject } from '../../serial/model.js';
import { obj } from '../../callables/shape.js';
import type { FieldReader } from '../../callables/shape.js';
import { unknownClass } from '../../callables/unknown-class.js';
import { aUnitSchema } from './schemas/aunit.js';
import { boostTestSchema } from './schemas/boost-test.js';
import { cppUnitSchema } from './schemas/cppunit.js';
import { junitSchema } from './schemas/junit.js';
import { nunit2Schema } from './schemas/nunit2.js';
import { phpUnitSchema } from './schemas/phpunit.js';
import type { Schema } from './schemas/schema.js';
import { aUnit } from './tools/aunit.js';
import { boostTest } from './tools/boost-test.js';
import { check } from './tools/check.js';
import type { Content } from './tools/content.js';
import { cppTest } from './tools/cpptest.js';
import { cppUnit } from './tools/cppunit.js';
import { ctest } from './tools/ctest.js';
import { cunit } from './tools/cunit.js';
import { embUnit } from './tools/embunit.js';
import { fpcUnit } from './tools/fpcunit.js';
import { googleTest } from './tools/googletest.js';
import { gTester } from './tools/gtester.js';
import { mbUnit } from './tools/mbunit.js';
import { msTest } from './tools/mstest.js';
import { nunit2 } from './tools/nunit2.js';
import { nunit3 } from './tools/nunit3.js';
import { phpUnit } from './tools/phpunit.js';
import { qTestLib } from './tools/qtestlib.js';
import { unitTest } from './tools/unittest.js';
import { valgrind } from './tools/valgrind.js';
import { xunitDotNet } from './tools/xunit-dot-net.js';

/** org.jenkinsci.lib.dtkit.model.InputMetric */
export interface Tool {
  /** Also the directory of what it is converted to. */
  readonly name: string;
  /** How messages call it. */
  readonly label: string;
  /** What its reports must look like. */
  readonly schema?: Schema;
  /** null for reports that are JUnit's already. */
  readonly convert: ((root: XmlElement) => XmlElement | readonly Content[]) | null;
}

function tool(name: string, version: string, convert: Tool['convert'], schema?: Schema): Tool {
  return { name, label: `${name}-${version}`, convert, ...(schema && { schema }) };
}

const TOOLS: Readonly<Record<string, Tool>> = {
  AUnit: tool('AUnit', '3.x (default)', aUnit, aUnitSchema),
  BoostTest: tool('BoostTest', '1.x (default)', boostTest, boostTestSchema),
  CTest: tool('CTest', 'Version 3.x (default)', ctest),
  CUnit: tool('CUnit', '2.1 (default)', cunit),
  CheckInputMetric: tool('Check', 'Version N/A (default)', check),
  CppTest: tool('CppTest', '7.3 (default)', cppTest),
  CppUnit: tool('CppUnit', '1.12.1 (default)', cppUnit, cppUnitSchema),
  EmbUnitInputMetric: tool('EmbUnit', 'Version N/A (default)', embUnit),
  FPCUnit: tool('FPCUnit', '2.0 (default)', fpcUnit),
  GTester: tool('gtester/glib2', 'N/A (default)', gTester),
  GoogleTestInputMetric: tool('GoogleTest', '1.8', googleTest),
  JUnitInputMetric: { name: 'JUnit', label: 'JUnit', convert: null, schema: junitSchema },
  MSTest: tool('MSTest', 'Version N/A (default)', msTest),
  MbUnitInputMetric: tool('MbUnit', '2.4 (default)', mbUnit),
  NUnit: tool('NUnit', '2.x (default)', nunit2, nunit2Schema),
  NUnit3: tool('NUnit', '3 (default)', nunit3),
  PHPUnit: tool('PHPUnit', '4.x (default)', phpUnit, phpUnitSchema),
  QTestLib: tool('QTestlib', 'Version 5.x', qTestLib),
  UnitTest: tool('UnitTest++', '1.4 (default)', unitTest),
  Valgrind: tool('Valgrind', 'N/A (default)', valgrind),
  XUnitDotNet: tool('xUnit.Net', 'v2 (default)', xunitDotNet),
};

const PACKAGE = 'org.jenkinsci.plugins.xunit.types.';

/** A field that holds an InputMetric. Throws java.io.IOException for one of nobody's, that of a user's own style sheet too. */
export const toolField: FieldReader<Tool> = (value, where) => toolOf(obj(value, where));

function toolOf({ className }: JavaObject): Tool {
  const name = className.startsWith(PACKAGE) ? className.slice(PACKAGE.length) : '';
  const found = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
  if (!found) throw unknownClass('the test tool', className, 'A style sheet of the user can be run by Java alone.');
  return found;
}
