/** What `agent` can do besides being an agent. */
export const SUBCOMMANDS = ['doctor', 'health', 'completion'] as const;
export type Subcommand = (typeof SUBCOMMANDS)[number];

/** The command that the first word names. */
export function subcommandNamed(words: readonly string[]): Subcommand | undefined {
  return SUBCOMMANDS.find((name) => name === words[0]);
}
