import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EnvVars, createCookie } from '../../../src/os/process/environment.js';
import { replaceMacro } from '../../../src/os/process/macro.js';

describe('replaceMacro', () => {
  const values: Record<string, string> = { A: 'a', B: '$A', 'c.d': 'dotted', EMPTY: '', ONE_1: '1' };
  it.each([
    ['$A', 'a'],
    ['${A}', 'a'],
    ['x${A}y', 'xay'],
    ['$A$A', 'aa'],
    ['$$A', '$A'],
    ['$$$A', '$a'],
    ['$$$$', '$$'],
    ['$B', '$A'],
    ['$UNKNOWN ${UNKNOWN}', '$UNKNOWN ${UNKNOWN}'],
    ['${c.d}', 'dotted'],
    ['$c.d', '$c.d'],
    ['$EMPTY|', '|'],
    ['$ONE_1-', '1-'],
    ['$A_', '$A_'],
    ['${A', '${A'],
    ['${}', '${}'],
    ['$', '$'],
    ['$(A)', '$(A)'],
    ['100%$', '100%$'],
    ['$UNKNOWN$A', '$UNKNOWNa'],
    ['a\n$A', 'a\na'],
  ])('makes of %j %j', (text, expected) => {
    expect(replaceMacro(text, (name) => values[name])).toBe(expected);
  });
});

describe('EnvVars', () => {
  it('compares names without regard to case and keeps the first spelling', () => {
    const environment = new EnvVars([
      ['Path', '/a'],
      ['PATH', '/b'],
    ]);
    expect([...environment]).toEqual([['Path', '/b']]);
    expect(environment.get('pAtH')).toBe('/b');
    expect(environment.delete('PATH')).toBe(true);
    expect(environment.size).toBe(0);
  });

  it('lists names in their order', () => {
    const environment = new EnvVars([
      ['b', '1'],
      ['_', '2'],
      ['A', '3'],
      ['a_', '4'],
      ['ab', '5'],
    ]);
    expect([...environment].map(([name]) => name)).toEqual(['_', 'A', 'a_', 'ab', 'b']);
  });

  it('expands what it has', () => {
    expect(new EnvVars([['Home', '/h']]).expand('${HOME}/x $OTHER')).toBe('/h/x $OTHER');
  });

  it('overrides, prepends and removes', () => {
    const environment = new EnvVars(
      [
        ['PATH', '/bin'],
        ['GONE', 'x'],
        ['KEPT', 'y'],
      ],
      ':',
    );
    environment.overrideAll([
      ['PATH+MAVEN', '/mvn'],
      ['PATH+JDK', '/jdk'],
      ['GONE', ''],
      ['NEW', 'n'],
      ['+ODD', 'o'],
      ['LIB+X', '/lib'],
    ]);
    expect(environment.toObject()).toEqual({ PATH: '/jdk:/mvn:/bin', KEPT: 'y', NEW: 'n', '+ODD': 'o', LIB: '/lib' });
  });

  it('uses the separator of its platform', () => {
    const environment = new EnvVars([['Path', 'C:\\bin']], ';');
    environment.override('PATH+X', 'D:\\x');
    expect([...environment]).toEqual([['Path', 'D:\\x;C:\\bin']]);
  });

  it('reads lines', () => {
    expect(EnvVars.fromLines(['A=b=c', 'EMPTY=']).toObject()).toEqual({ A: 'b=c', EMPTY: '' });
  });

  it('matches when all pairs are there with these values, and never for none', () => {
    const environment = new EnvVars([
      ['BUILD_ID', '8'],
      ['COOKIE', 'c'],
    ]);
    expect(
      environment.matches([
        ['BUILD_ID', '8'],
        ['cookie', 'c'],
      ]),
    ).toBe(true);
    expect(
      environment.matches([
        ['BUILD_ID', '8'],
        ['COOKIE', 'C'],
      ]),
    ).toBe(false);
    expect(
      environment.matches([
        ['BUILD_ID', '8'],
        ['OTHER', ''],
      ]),
    ).toBe(false);
    expect(environment.matches([])).toBe(false);
  });

  it('makes a new cookie each time', () => {
    expect(createCookie()[0]).toBe('HUDSON_COOKIE');
    expect(createCookie()[1]).not.toBe(createCookie()[1]);
  });
});

describe('overrideExpandingAll', () => {
  const expanded = (existing: Record<string, string>, overrides: Record<string, string>) => {
    const warnings: string[] = [];
    const environment = new EnvVars(Object.entries(existing), ':');
    environment.overrideExpandingAll(Object.entries(overrides), (message) => warnings.push(message));
    return { ...environment.toObject(), ...(warnings.length > 0 ? { warnings } : {}) };
  };

  it('expands in the order of dependency', () => {
    expect(expanded({}, { A: '$B/a', B: '${C}/b', C: '/c' })).toEqual({ A: '/c/b/a', B: '/c/b', C: '/c' });
  });

  it('refers to the value from before for itself', () => {
    expect(expanded({ PATH: '/bin' }, { PATH: '/x:$PATH' })).toEqual({ PATH: '/x:/bin' });
  });

  it('puts in front last of all', () => {
    expect(expanded({ PATH: '/bin' }, { 'PATH+A': '$TOOL/bin', TOOL: '/t', PATH: '/p:$PATH' })).toEqual({
      PATH: '/t/bin:/p:/bin',
      TOOL: '/t',
    });
  });

  it('keeps $$ as one dollar sign and unknown names as they are', () => {
    expect(expanded({}, { A: '$$HOME', B: '$NOBODY' })).toEqual({ A: '$HOME', B: '$NOBODY' });
  });

  it('cuts a cycle at a variable that has a value already', () => {
    const overrides = { PATH1: '/usr/local/bin:${PATH}', PATH: '/opt/something/bin:${PATH1}' };
    expect(expanded({ PATH: '/usr/bin' }, overrides)).toEqual({
      PATH: '/opt/something/bin:/usr/local/bin:/usr/bin',
      PATH1: '/usr/local/bin:/usr/bin',
      warnings: ['Cyclic reference detected: PATH -> PATH1 -> PATH', 'Cut the reference PATH1 -> PATH'],
    });
  });

  it('cuts a cycle of new variables at its first', () => {
    expect(expanded({}, { A: '$B', B: '$A' })).toMatchObject({ A: '$A', B: '$A' });
  });

  it('removes what is overridden with nothing', () => {
    expect(expanded({ A: 'a', B: 'b' }, { A: '', B: '$A' })).toEqual({ B: '$A' });
  });

  it('ends for many variables that all refer to each other', () => {
    const names = Array.from({ length: 12 }, (_, i) => `V${i}`);
    const overrides = Object.fromEntries(names.map((name) => [name, names.map((other) => `$${other}`).join('')]));
    expect(Object.keys(expanded({}, overrides))).toContain('V11');
  });
});

describe('what hudson.EnvVars of core 2.462.3 makes of random overrides', () => {
  // A line each: variables before | overrides | variables after | the text below expanded. Variables end with a tab.
  const file = new URL('../../fixtures/process/environment-overrides.txt', import.meta.url);
  const cases = readFileSync(file, 'utf8').trimEnd().split('\n');
  const variables = (text: string): [string, string][] =>
    text.split('\t').flatMap((line) => {
      const equals = line.indexOf('=');
      return equals < 0 ? [] : [[line.slice(0, equals), line.slice(equals + 1)]];
    });

  it('is what ours makes of them', () => {
    expect(cases).toHaveLength(400);
    for (const line of cases) {
      const [before, overrides, after, text] = line.split('|') as [string, string, string, string];
      const environment = new EnvVars(variables(before), ':').overrideExpandingAll(variables(overrides));
      expect([line, [...environment]]).toEqual([line, variables(after)]);
      expect([line, environment.expand('$A ${PATH} $$B $Path')]).toEqual([line, text]);
    }
  });
});

describe('the inherited environment', () => {
  // What `new EnvVars(System.getenv())` has for these environments, by running it on a JDK 17.
  it.each([
    [
      {
        PATH: '/p',
        http_proxy: 'lower',
        HTTP_PROXY: 'UPPER',
        no_proxy: 'l',
        NO_PROXY: 'U',
        A: '1',
        a: '2',
        Ab: '3',
        aB: '4',
        AB: '5',
        ZZ: '9',
        Path: 'hm',
      },
      { a: '1', AB: '3', http_proxy: 'UPPER', no_proxy: 'U', Path: '/p', ZZ: '9' },
    ],
    [
      { B: '2', PATH: '/p', A: '1', a: '2', LANG: 'C', C: '3' },
      { a: '1', B: '2', C: '3', LANG: 'C', PATH: '/p' },
    ],
  ])('has of names that differ in case what Java has: %j', (environment, expected) => {
    expect(EnvVars.inherited(environment).toObject()).toEqual(expected);
  });
});
