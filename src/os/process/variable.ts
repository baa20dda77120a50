/**
 * A variable of an environment that is a plain object: on Windows names have no case there either, `PATH` may be spelt `Path`.
 * (process.env itself knows that; a copy of it does not.)
 */
export function variable(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  platform = process.platform,
): string | undefined {
  const exact = environment[name];
  if (exact !== undefined || platform !== 'win32') return exact;
  const wanted = name.toUpperCase();
  const spelling = Object.keys(environment).find((one) => one.toUpperCase() === wanted);
  return spelling === undefined ? undefined : environment[spelling];
}
