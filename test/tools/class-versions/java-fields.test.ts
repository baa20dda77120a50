import { describe, expect, it } from 'vitest';
import { serializedFields } from '../../../tools/class-versions/java-fields.js';

const SOURCE = `package p;
import java.util.*;
/** class Outer { int comment; } */
@Extension(ordinal = 1)
public class Outer<T extends Map<String, Integer>> extends Base {
    private static final long serialVersionUID = 1L;
    private final Map<String, List<int[]>> map = new HashMap<>() {{ put("a;{", null); }};
    @CheckForNull @SuppressFBWarnings(value = "X", justification = "a (b)") protected String text;
    transient Run<?, ?> run;
    int a, b = 3, c[];
    byte[][] notes = { {1}, {2} };
    char quote = '"';
    // int hidden;
    public Outer(String text) { this.text = text; int local = 1; }
    abstract void method(int parameter);
    enum Kind { ONE, TWO; int inEnum; }
    static class Inner implements Callable<Void, IOException> {
        private final Kind kind;
        public Void call() { for (int i = 0; i < 3; i++) { String s = ";"; } return null; }
        class Deep { long number; }
    }
    record Point(int x, List<String> names) implements Serializable { static int n; }
}`;

describe('the serialized fields of a class', () => {
  it.each([
    [['Outer'], ['map', 'text', 'a', 'b', 'c', 'notes', 'quote']],
    [['Outer', 'Inner'], ['kind']],
    [['Outer', 'Inner', 'Deep'], ['number']],
    [
      ['Outer', 'Point'],
      ['x', 'names'],
    ],
  ])('of %j', (nesting, expected) => {
    expect(serializedFields(SOURCE, nesting)).toEqual(expected);
  });

  it('null for a class that is not there', () => {
    expect(serializedFields(SOURCE, ['Outer', 'Missing'])).toBeNull();
  });
});
