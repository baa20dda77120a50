import { describe, expect, it } from 'vitest';
import { readXmlTree } from '../../../src/java/xml/element-tree.js';
import { aUnitSchema } from '../../../src/plugins/xunit/schemas/aunit.js';
import { boostTestSchema } from '../../../src/plugins/xunit/schemas/boost-test.js';
import { cppUnitSchema } from '../../../src/plugins/xunit/schemas/cppunit.js';
import { junitSchema } from '../../../src/plugins/xunit/schemas/junit.js';
import { nunit2Schema } from '../../../src/plugins/xunit/schemas/nunit2.js';
import { phpUnitSchema } from '../../../src/plugins/xunit/schemas/phpunit.js';
import { violationsOf } from '../../../src/plugins/xunit/schemas/schema.js';
import type { Schema } from '../../../src/plugins/xunit/schemas/schema.js';

async function* bytes(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
}

const violations = async (text: string, schema: Schema): Promise<string[]> =>
  violationsOf(await readXmlTree(bytes(text)), schema).map(({ line, message }) => `${line}: ${message}`);

/** What Java's validator says of the same documents, by the schemas of the plugin. */
const CASES: readonly (readonly [Schema, string, readonly string[]])[] = [
  [junitSchema, '<html/>', ["1: cvc-elt.1.a: Cannot find the declaration of element 'html'."]],
  [
    junitSchema,
    '<testsuite name="s" tests="1" errors="0"\n odd="1"><testcase name="c">text</testcase>\n<odd/><testcase/></testsuite>',
    [
      "2: cvc-complex-type.3.2.2: Attribute 'odd' is not allowed to appear in element 'testsuite'.",
      "2: cvc-complex-type.4: Attribute 'failures' must appear on element 'testsuite'.",
      "2: cvc-complex-type.2.3: Element 'testcase' cannot have character [children], because the type's content type is element-only.",
      "3: cvc-complex-type.2.4.a: Invalid content was found starting with element 'odd'. One of '{testsuite, properties, testcase, system-out, system-err}' is expected.",
      "3: cvc-complex-type.4: Attribute 'name' must appear on element 'testcase'.",
    ],
  ],
  [
    junitSchema,
    '<properties><property name="a" value="b">c</property></properties>',
    [
      "1: cvc-complex-type.2.1: Element 'property' must have no character or element information item [children], because the type's content type is empty.",
    ],
  ],
  [
    junitSchema,
    '<system-out><b/></system-out>',
    [
      "1: cvc-type.3.1.2: Element 'system-out' is a simple type, so it must have no element information item [children].",
    ],
  ],
  [
    aUnitSchema,
    '<TestRun><SuccessfulTests/><SuccessfulTests/></TestRun>',
    [
      "1: cvc-complex-type.2.4.a: Invalid content was found starting with element 'SuccessfulTests'. One of '{Statistics, FailedTests}' is expected.",
    ],
  ],
  [
    boostTestSchema,
    '<TestLog><TestSuite name="s"><TestCase name="c"><Error file="f" line="x"/></TestCase></TestSuite></TestLog>',
    [
      "1: cvc-datatype-valid.1.2.1: 'x' is not a valid value for 'integer'.",
      "1: cvc-attribute.3: The value 'x' of attribute 'line' on element 'Error' is not valid with respect to its type, 'integer'.",
    ],
  ],
  [
    cppUnitSchema,
    '<Location><File>f</File></Location>',
    ["1: cvc-complex-type.2.4.b: The content of element 'Location' is not complete. One of '{Line}' is expected."],
  ],
  [
    nunit2Schema,
    '<test-results name="n" total="1" failures="0" not-run="0" date="d" time="t"><test-suite name="s"><results><test-case name="c" executed="True"><reason><message>m</message></reason><failure/></test-case></results></test-suite></test-results>',
    [
      "1: cvc-complex-type.2.4.d: Invalid content was found starting with element 'failure'. No child element is expected at this point.",
      "1: cvc-complex-type.2.4.b: The content of element 'failure' is not complete. One of '{message}' is expected.",
    ],
  ],
  [
    phpUnitSchema,
    '<testsuites/>',
    [
      "1: cvc-complex-type.2.4.b: The content of element 'testsuites' is not complete. One of '{testsuite}' is expected.",
    ],
  ],
];

describe('schemas of reports', () => {
  it.each(CASES)('tell what is wrong in the words of Java (%#)', async (schema, text, expected) => {
    expect(await violations(text, schema)).toEqual(expected);
  });

  it('take times as Surefire writes them', async () => {
    const wrong = async (time: string): Promise<number> =>
      (await violations(`<testsuites time="${time}"/>`, junitSchema)).length;
    for (const time of ['', '0', '1.5', '1,234.567', '12345', ',123', '1,2,345'])
      expect(await wrong(time), time).toBe(0);
    for (const time of ['-1', '0.1234', '1,23', '1.2,3', ' 1', '1e3']) expect(await wrong(time), time).toBe(2);
  });
});
