/** Exception classes that keep their cause in a field of their own, from the days before Throwable had one. */
export interface CauseRule {
  readonly field: string;
  /** Whether Throwable.cause holds it as well; if not, that is null. */
  readonly alsoInThrowable: boolean;
  /** Whether Throwable.cause is the exception itself when there is no cause, as in other classes; else it is null. */
  readonly itselfForNone: boolean;
}

const RULES: Readonly<Record<string, CauseRule>> = {
  'java.lang.ClassNotFoundException': { field: 'ex', alsoInThrowable: true, itselfForNone: false },
  'java.lang.ExceptionInInitializerError': { field: 'exception', alsoInThrowable: true, itselfForNone: false },
  'java.lang.reflect.UndeclaredThrowableException': {
    field: 'undeclaredThrowable',
    alsoInThrowable: true,
    itselfForNone: false,
  },
  'java.lang.reflect.InvocationTargetException': { field: 'target', alsoInThrowable: false, itselfForNone: false },
  'org.xml.sax.SAXException': { field: 'exception', alsoInThrowable: true, itselfForNone: true },
};

/** The rule of the nearest class of a hierarchy that has one. */
export function causeRule(hierarchy: readonly string[]): CauseRule | undefined {
  for (const name of hierarchy) if (Object.hasOwn(RULES, name)) return RULES[name];
  return undefined;
}
