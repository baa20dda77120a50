import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

// Folder -> the folders of src/ that it may import from (besides itself). Bytes flow down this list.
const BELOW_PLUGINS = ['jenkins', 'callables', 'remoting', 'serial', 'java', 'os'];
const MAY_IMPORT = {
  cli: ['agent', 'endpoint', 'bridge', 'transport', 'remoting', 'serial', 'java'],
  agent: ['endpoint', 'bridge', 'transport', 'plugins', ...BELOW_PLUGINS],
  // What nothing here implements goes to Java: it knows refusals of callables, and the transport to its child.
  bridge: ['transport', 'callables', 'remoting', 'serial', 'java', 'os'],
  endpoint: ['transport', 'remoting', 'serial', 'java'],
  transport: ['remoting', 'serial', 'java'],
  plugins: BELOW_PLUGINS,
  jenkins: ['callables', 'remoting', 'serial', 'java', 'os'],
  callables: ['remoting', 'serial', 'java', 'os'],
  remoting: ['serial', 'java'],
  serial: [],
  os: ['java'],
  java: [],
};

const folders = Object.keys(MAY_IMPORT);

/** One config a folder: importing from any folder that is not listed for it is an error. */
const importRules = folders.map((folder) => {
  const forbidden = folders.filter((other) => other !== folder && !MAY_IMPORT[folder].includes(other));
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${forbidden.join('|')})/`,
              message: `src/${folder} may import from ${MAY_IMPORT[folder].join(', ') || 'no other folder'} only.`,
            },
          ],
        },
      ],
    },
  };
});

/** What Node has without an import. */
const GLOBALS = ['Buffer', 'URL', 'clearTimeout', 'console', 'fetch', 'process', 'setImmediate', 'setTimeout'];

const MKDIR_RECURSIVE = {
  selector: "CallExpression[callee.name=/^mkdir(Sync)?$/] Property[key.name='recursive']",
  message: 'Never ends below /proc on Node 20 to 24: use makeDirectories or createDirectories of src/os/files.',
};

/** What opens a file by its name. os/files/open-file.ts does it in a way that no build can abuse. */
const OPENING = [
  'open',
  'readFile',
  'writeFile',
  'appendFile',
  'copyFile',
  'cp',
  'truncate',
  'createReadStream',
  'createWriteStream',
];
const OPENING_AT_ONCE = OPENING.filter((name) => !name.startsWith('create')).map((name) => `${name}Sync`);
const OPENS = {
  importNames: ['default', ...OPENING, ...OPENING_AT_ONCE],
  message: 'Open files through src/os/files/open-file.ts, or say in eslint.config.js why not.',
};

/** An import whose names no rule sees. */
const IMPORTS_FS = { selector: 'ImportExpression[source.value=/^(node:)?fs\\b/]', message: OPENS.message };

/** A typed array over another's memory has its numbers in the machine's byte order. */
const VIEW_OF_MEMORY = {
  selector: 'MemberExpression[property.name=/^(buffer|byteOffset)$/]',
  message: 'Read and write numbers by value: views of memory depend on the byte order of the machine.',
};

/** Who opens files by other means, and why a build cannot have its hands in them. */
const OPENS_BY_ITSELF = {
  // Does it for everybody else; the copy is made of what has been opened so, and into a new file.
  'src/os/files/open-file.ts': 'the one place',
  'src/os/files/copy.ts': 'copyFile clones on file systems that can; it is given the descriptor',
  // The kernel's own files, and those of the system that only its administrator writes.
  'src/os/process/process-tree/proc-files.ts': '/proc',
  'src/os/machine/memory.ts': '/proc',
  'src/os/machine/linux-release.ts': '/etc',
  'src/plugins/adoptopenjdk/index.ts': '/etc',
  'src/plugins/git-client/credentials/se-linux.ts': '/proc and /sys',
  'src/plugins/support-core/content.ts': '/sys',
  'src/endpoint/machine-trust.ts': '/etc',
  // What the owner of the agent names on its command line: a pipe is how shells hand over secrets and take logs.
  'src/cli/main.ts': '@FILE and -config',
  'src/cli/handed-over.ts': 'a descriptor that a launcher left open',
  'src/endpoint/jnlp-fetch.ts': '-jnlpUrl file:',
  'src/endpoint/trust.ts': '-cert @FILE; a regular file of a limited size',
  'src/agent/log/log-file.ts': '-agentLog',
  'src/agent/log/log-setup.ts': '-loggingConfig',
  // Pipes themselves: made in a folder of our own, and gone before anybody learns of them.
  'src/os/process/fifo-pool.ts': 'both ends of a new pipe',
  'src/os/process/windows-pipe.ts': 'a pipe of Windows',
};

export default tseslint.config(
  { ignores: ['dist/', 'build/', '**/node_modules/', 'coverage/', '**/*.d.mts', 'src/plugins/class-index.ts'] },
  ...tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
    },
  },
  {
    // What runs as it stands: at every start, in builds, in images. No types say there what is defined.
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: Object.fromEntries(GLOBALS.map((name) => [name, 'readonly'])),
    },
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      'no-undef': 'error',
      'no-empty': 'error',
      'no-unreachable': 'error',
      'no-fallthrough': 'error',
      'no-dupe-keys': 'error',
      'no-useless-escape': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    // CommonJS: it is there sooner, and the code cache is for it.
    files: ['bin/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: Object.fromEntries(['require', 'exports', '__dirname'].map((name) => [name, 'readonly'])),
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  ...importRules,
  {
    // Text from outside is matched in a time that grows with its length, and not with the square of it.
    files: ['src/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: Object.keys(OPENS_BY_ITSELF),
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: ['node:fs', 'node:fs/promises', 'fs', 'fs/promises'].map((name) => ({ name, ...OPENS })) },
      ],
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', MKDIR_RECURSIVE, VIEW_OF_MEMORY, IMPORTS_FS] } },
  {
    files: Object.keys(OPENS_BY_ITSELF),
    rules: { 'no-restricted-syntax': ['error', MKDIR_RECURSIVE, VIEW_OF_MEMORY] },
  },
  {
    files: ['src/serial/primitive-array.ts', 'src/transport/websocket/mask.ts'],
    rules: { 'no-restricted-syntax': ['error', MKDIR_RECURSIVE, IMPORTS_FS] },
  },
  { files: ['test/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
);
