/** Reads a Dockerfile so far as ours needs it: instructions, continuation lines, build stages. */

export interface Instruction {
  readonly name: string;
  /** Continuation lines joined, comments left out. */
  readonly text: string;
}

export interface Stage {
  readonly name: string;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** Instructions before the first FROM belong to no stage and are left out. */
export function parseStages(text: string): Stage[] {
  const stages: { name: string; base: string; instructions: Instruction[] }[] = [];
  for (const { name, text: rest } of parseInstructions(text)) {
    if (name !== 'FROM') {
      stages.at(-1)?.instructions.push({ name, text: rest });
      continue;
    }
    const [, base = '', stage = ''] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
    stages.push({ name: stage, base, instructions: [] });
  }
  return stages;
}

function parseInstructions(text: string): Instruction[] {
  const joined = text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ');
  return joined
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return { name, text: rest };
    });
}
