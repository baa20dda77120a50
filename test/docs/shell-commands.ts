/** The commands that the documents show: lines of their shell blocks, and what stands in the text as a command with words. */
import { readdirSync, readFileSync } from 'node:fs';

export interface DocumentedCommand {
  readonly page: string;
  /** Without what is said behind it. */
  readonly text: string;
}

export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const PROGRAMS = 'agent|jenkins-agent|npm|npx|node|docker|helm|kubectl|systemctl|git|source';

export function documentedCommands(): DocumentedCommand[] {
  const found = PAGES.flatMap((page) => {
    const text = readFileSync(page, 'utf8');
    const blocks = [...text.matchAll(/^```(?:sh|shell|bash|console)\n([\s\S]*?)^```$/gm)];
    const lines = blocks.flatMap(([, block = '']) => block.replace(/\\\n\s*/g, '').split('\n'));
    const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
    const spans = [...prose.matchAll(new RegExp(`\`((?:${PROGRAMS})(?: [^\`]+)?)\``, 'g'))].map(
      ([, span = '']) => span,
    );
    const commands = [...lines.map((line) => line.replace(/\s+#.*$/, '').trim()), ...spans.filter(hasWords)];
    return [...new Set(commands)].filter((command) => command !== '').map((command) => ({ page, text: command }));
  });
  return [...found, ...exampleCommands()];
}

/** Names of subcommands and of programs are no commands yet, nor are usages that end with dots. */
function hasWords(span: string): boolean {
  return span.includes(' ') && !span.endsWith('...');
}

/** Lines of comments in the examples that begin with a program, perhaps behind variables. */
function exampleCommands(): DocumentedCommand[] {
  const line = /^#\s+((?:[A-Z_]+=\S+ )*(?:docker|useradd|install|printf|systemctl|kubectl|helm) .+)$/;
  const files = readdirSync('examples', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap(({ parentPath, name }) =>
    readFileSync(`${parentPath}/${name}`, 'utf8')
      .split('\n')
      .flatMap((text) => {
        const [, command] = line.exec(text) ?? [];
        return command === undefined ? [] : [{ page: `${parentPath}/${name}`, text: command }];
      }),
  );
}
