import { describe, expect, test } from 'vitest';
import type { JavaObject } from '../../src/serial/model.js';
import { readObject } from '../../src/serial/reader.js';
import {
  declareThrowable,
  describeThrowable,
  isKnownThrowable,
  stackTraceText,
  throwable,
} from '../../src/serial/throwables.js';
import type { ThrowableValues } from '../../src/serial/throwables.js';
import { JDK_THROWABLES } from '../../src/serial/throwables/jdk-classes.js';
import { REMOTING_THROWABLES } from '../../src/serial/throwables/remoting-classes.js';
import { writeObject } from '../../src/serial/writer.js';
import { fixture, fixtureNames } from './fixture.js';

const read = (name: string) => readObject(fixture(name)) as JavaObject;
const make = (javaClass: string, message: string | null, more: Partial<ThrowableValues> = {}) =>
  throwable({ javaClass, message, ...more });
const why = make('java.io.IOException', 'why');

const RECORDED: [string, JavaObject][] = [
  ['throwable-plain', make('java.io.IOException', 'boom')],
  ['throwable-cause', make('java.io.IOException', 'boom', { cause: make('java.lang.RuntimeException', 'why') })],
  ['throwable-classnotfound', make('java.lang.ClassNotFoundException', 'a.B')],
  ['throwable-classnotfound-cause', make('java.lang.ClassNotFoundException', 'a.B', { cause: why })],
  ['throwable-invocationtarget', make('java.lang.reflect.InvocationTargetException', null, { cause: why })],
  [
    'throwable-filesystem',
    make('java.nio.file.FileSystemException', '/a -> /b: why', { details: { file: '/a', other: '/b', reason: 'why' } }),
  ],
  ['throwable-nosuchfile', make('java.nio.file.NoSuchFileException', '/a')],
  ['throwable-invalidpath', make('java.nio.file.InvalidPathException', 'Illegal char <:> at index 3: c::x')],
  ['throwable-malformedinput', make('java.nio.charset.MalformedInputException', 'Input length = 3')],
  ['throwable-patternsyntax', make('java.util.regex.PatternSyntaxException', 'Unclosed group near index 2\n((')],
  ['throwable-urisyntax', make('java.net.URISyntaxException', 'Illegal character at index 1: a b')],
  ['throwable-uncheckedio', make('java.io.UncheckedIOException', 'boom', { cause: why })],
  ['throwable-suppressed', make('java.lang.Error', 'boom', { suppressed: [make('java.io.IOException', 'also')] })],
  ['throwable-interruptedio', make('java.io.InterruptedIOException', 'slow')],
  ['throwable-sax', make('org.xml.sax.SAXException', 'bad')],
  ['throwable-numberformat', make('java.lang.NumberFormatException', 'For input string: "x"')],
  [
    'throwable-frames',
    make('java.lang.Exception', null, {
      stackTrace: [
        { declaringClass: 'a.B', methodName: 'c', fileName: 'B.java', lineNumber: 3, classLoaderName: 'app' },
        {
          declaringClass: 'java.lang.Thread',
          methodName: 'run',
          fileName: 'Thread.java',
          lineNumber: -2,
          moduleName: 'java.base',
          moduleVersion: '17',
        },
        { declaringClass: 'x.Y', methodName: 'z' },
      ],
    }),
  ],
];

describe('exceptions are built byte for byte', () => {
  test.each(RECORDED)('%s', (name, value) => {
    expect(writeObject(value).toString('hex')).toBe(fixture(name).toString('hex'));
  });

  test('where Java shares a string between two fields, equal', () => {
    const value = make('java.nio.charset.UnsupportedCharsetException', 'nope');
    expect(read('throwable-unsupportedcharset')).toEqual(value);
  });

  test('none of the recorded ones is left out', () => {
    const names = [...RECORDED.map(([name]) => name), 'throwable-unsupportedcharset'];
    expect(names.sort()).toEqual(fixtureNames('throwable-').sort());
  });
});

describe('the classes', () => {
  const all = [...JDK_THROWABLES, ...REMOTING_THROWABLES];

  test.each(all.filter(({ isAbstract }) => !isAbstract).map(({ name }) => name))('%s goes there and back', (name) => {
    const cause = make('java.io.IOException', 'why');
    const value = readObject(writeObject(make(name, null, { cause }))) as JavaObject;
    expect(value.isA('java.lang.Throwable')).toBe(true);
    expect(describeThrowable(value).javaClass).toBe(name);
    expect(describeThrowable(value).cause).toEqual(cause);
    expect(value.desc.suid).toBe(BigInt.asIntN(64, all.find((one) => one.name === name)?.suid ?? 0n));
  });

  test.each([
    'java.io.IOException',
    'java.io.FileNotFoundException',
    'java.lang.InterruptedException',
    'java.nio.file.DirectoryNotEmptyException',
    'java.util.concurrent.TimeoutException',
    'hudson.remoting.ProxyException',
    'hudson.remoting.RequestAbortedException',
    'hudson.remoting.ChannelClosedException',
    'hudson.remoting.Command$Source',
  ])('%s is known', (name) => {
    expect(isKnownThrowable(name)).toBe(true);
  });

  test('abstract and unknown ones are not', () => {
    for (const name of ['java.lang.VirtualMachineError', 'java.io.ObjectStreamException', 'a.Unknown', '__proto__']) {
      expect(isKnownThrowable(name)).toBe(false);
      expect(() => make(name, 'x')).toThrow(`${name} is not declared as an exception class`);
    }
  });

  test('more can be declared, once', () => {
    const declaration = { name: 'test.Declared', suid: -5n, superclass: 'java.io.IOException', fields: { code: 'J' } };
    declareThrowable(declaration);
    declareThrowable({ ...declaration, suid: 0xfffffffffffffffbn });
    expect(() => declareThrowable({ ...declaration, suid: 6n })).toThrow(
      'test.Declared is declared differently elsewhere',
    );
    const value = make('test.Declared', 'x', { details: { code: 7 } });
    expect(value.get('code')).toBe(7n);
    expect(value.isA('java.io.IOException')).toBe(true);
    expect(() => make('test.Declared', 'x', { details: { other: 1 } })).toThrow('test.Declared has no field other');
  });

  test('a superclass that nobody declared is an error of its own', () => {
    declareThrowable({ name: 'test.Orphan', suid: 1n, superclass: 'test.Nowhere' });
    expect(() => make('test.Orphan', 'x')).toThrow('test.Nowhere is declared as a superclass, but not itself');
  });
});

describe('UncheckedIOException cannot be without an IOException', () => {
  test('one is made', () => {
    const cause = describeThrowable(make('java.io.UncheckedIOException', 'x')).cause;
    expect(cause && describeThrowable(cause)).toMatchObject({ javaClass: 'java.io.IOException', message: 'x' });
  });

  test('another cause becomes that of the IOException', () => {
    const other = make('java.lang.RuntimeException', 'other');
    const cause = describeThrowable(make('java.io.UncheckedIOException', 'x', { cause: other })).cause;
    expect(cause?.className).toBe('java.io.IOException');
    expect(cause && describeThrowable(cause).cause).toBe(other);
  });
});

test('fields do not inherit names from Object.prototype', () => {
  expect(why.get('toString')).toBeUndefined();
});

describe('describeThrowable', () => {
  test.each([
    ['throwable-plain', 'java.io.IOException', 'boom'],
    ['throwable-filesystem', 'java.nio.file.FileSystemException', '/a -> /b: why'],
    ['throwable-nosuchfile', 'java.nio.file.NoSuchFileException', '/a'],
    ['throwable-invalidpath', 'java.nio.file.InvalidPathException', 'Illegal char <:> at index 3: c::x'],
    ['throwable-malformedinput', 'java.nio.charset.MalformedInputException', 'Input length = 3'],
    ['throwable-unsupportedcharset', 'java.nio.charset.UnsupportedCharsetException', 'nope'],
    ['throwable-patternsyntax', 'java.util.regex.PatternSyntaxException', 'Unclosed group near index 2\n(('],
    ['throwable-urisyntax', 'java.net.URISyntaxException', 'Illegal character at index 1: a b'],
    ['throwable-frames', 'java.lang.Exception', null],
  ])('%s', (name, javaClass, message) => {
    expect(describeThrowable(read(name))).toMatchObject({ javaClass, message, proxied: false });
  });

  test('causes, wherever a class keeps its own', () => {
    for (const name of ['throwable-cause', 'throwable-classnotfound-cause', 'throwable-invocationtarget']) {
      const { cause } = describeThrowable(read(name));
      expect(cause && describeThrowable(cause).message).toBe('why');
    }
    expect(describeThrowable(read('throwable-plain'))).not.toHaveProperty('cause');
    expect(describeThrowable(read('throwable-classnotfound'))).not.toHaveProperty('cause');
  });

  test('suppressed exceptions', () => {
    expect(describeThrowable(read('throwable-suppressed')).suppressed.map((one) => one.className)).toEqual([
      'java.io.IOException',
    ]);
  });

  test.each([
    ['java.io.IOException: boom: bang', 'java.io.IOException', 'boom: bang'],
    ['java.lang.NullPointerException', 'java.lang.NullPointerException', null],
    ['hudson.FilePath$Tunneled: two\nlines', 'hudson.FilePath$Tunneled', 'two\nlines'],
  ])('a ProxyException of %j stands for its original', (text, javaClass, message) => {
    expect(describeThrowable(make('hudson.remoting.ProxyException', text))).toMatchObject({
      javaClass,
      message,
      proxied: true,
    });
  });

  test.each([['not a class: text'], ['java.io. : x'], [null]])('a ProxyException of %j is itself', (message) => {
    const javaClass = 'hudson.remoting.ProxyException';
    expect(describeThrowable(make(javaClass, message))).toMatchObject({ javaClass, message, proxied: false });
  });
});

describe('stackTraceText', () => {
  test('frames as Java prints them', () => {
    expect(stackTraceText(read('throwable-frames'))).toBe(
      [
        'java.lang.Exception',
        '\tat app//a.B.c(B.java:3)',
        '\tat java.base@17/java.lang.Thread.run(Native Method)',
        '\tat x.Y.z(Unknown Source)',
      ].join('\n'),
    );
  });

  test('causes with common frames left out, suppressed exceptions indented, circles cut', () => {
    const frame = (methodName: string) => ({ declaringClass: 'a.B', methodName, fileName: 'B.java', lineNumber: 1 });
    const suppressed = make('java.lang.Error', 's', { stackTrace: [frame('close'), frame('main')] });
    const cause = make('java.lang.RuntimeException', 'c', { stackTrace: [frame('deep'), frame('main')] });
    const stackTrace = [frame('run'), frame('main')];
    const value = make('java.io.IOException', 'x', { cause, suppressed: [suppressed], stackTrace });
    expect(stackTraceText(value)).toBe(
      [
        'java.io.IOException: x',
        '\tat a.B.run(B.java:1)',
        '\tat a.B.main(B.java:1)',
        '\tSuppressed: java.lang.Error: s',
        '\t\tat a.B.close(B.java:1)',
        '\t\t... 1 more',
        'Caused by: java.lang.RuntimeException: c',
        '\tat a.B.deep(B.java:1)',
        '\t... 1 more',
      ].join('\n'),
    );
    const circular = make('java.io.IOException', 'x', { suppressed: [cause], cause });
    expect(stackTraceText(circular)).toContain('Caused by: [CIRCULAR REFERENCE: java.lang.RuntimeException: c]');
  });
});
