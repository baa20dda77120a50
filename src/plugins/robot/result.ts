/** hudson.plugins.robot.model.RobotResult and what is in it, as the parser fills it. */

/** Suites or cases by their names; a name that there is already gets a number. */
export class ByName<T extends { name: string | null; safeName: string | null }> {
  readonly entries = new Map<string | null, T>();

  add(child: T): void {
    let name = child.name;
    for (let number = 1; this.entries.has(name); number++) name = `${child.name}_${number}`;
    child.safeName = name;
    this.entries.set(name, child);
  }
}

export interface RobotCase {
  readonly id: string | null;
  readonly name: string | null;
  safeName: string | null;
  passed: boolean;
  skipped: boolean;
  /** Of reports before Robot Framework 4. */
  critical: boolean;
  description: string;
  readonly tags: string[];
  stackTrace: string;
  errorMessage: string | null;
  startTime: string | null;
  endTime: string | null;
  /** Seconds. */
  elapsedTime: number;
}

export interface RobotSuite {
  readonly id: string | null;
  readonly name: string | null;
  safeName: string | null;
  description: string;
  readonly schemaVersion: number;
  readonly suites: ByName<RobotSuite>;
  readonly cases: ByName<RobotCase>;
  elapsedTime: string | null;
  startTime: string | null;
  endTime: string | null;
}

export interface RobotResult {
  timeStamp: string | null;
  readonly suites: ByName<RobotSuite>;
}

/** RobotSuiteResult.failTeardown: a suite whose teardown fails has no case that passed. */
export function failAll({ cases, suites }: RobotSuite): void {
  for (const each of cases.entries.values()) each.passed = false;
  for (const each of suites.entries.values()) failAll(each);
}
