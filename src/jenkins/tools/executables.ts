/**
 * Where the program of a tool is, below the tool's home: the path of the first of its names that exists, or null. Each plugin that
 * installs a tool has a callable like that, with the home in one field.
 */
import { fileExists } from '../../os/files/attributes.js';
import { childFile } from '../../java/path.js';
import type { PathSyntax } from '../../java/path.js';
import { EnvVars } from '../../os/process/environment.js';
import { callable } from '../../callables/callable.js';
import type { Declared } from '../../callables/kinds.js';
import { nullableStr } from '../../callables/shape.js';

export interface ToolExecutable {
  /** The Java class of the callable. */
  readonly name: string;
  /** The field that holds the home. */
  readonly home: string;
  /** Paths below the home, the preferred first. */
  readonly unix: readonly string[];
  readonly windows: readonly string[];
  /** The home is taken as it is: no variables are expanded. */
  readonly literal?: true;
}

/** Declares the callable that finds a tool's program. */
export function toolExecutable(tool: ToolExecutable): Declared<'callable'> {
  return callable({
    name: tool.name,
    fields: { [tool.home]: nullableStr },
    run: (self, { agent }) => {
      const home = self[tool.home] ?? null;
      if (home === null) return null;
      const expanded = tool.literal ? home : EnvVars.inherited(agent.environment).expand(home);
      return findExecutable(expanded, process.platform === 'win32' ? tool.windows : tool.unix);
    },
  });
}

/** The first that exists of some paths below a home; null when none does. */
export async function findExecutable(
  home: string,
  relative: readonly string[],
  syntax?: PathSyntax,
): Promise<string | null> {
  for (const each of relative) {
    const file = childFile(home, each, syntax);
    if (await fileExists(file)) return file;
  }
  return null;
}
