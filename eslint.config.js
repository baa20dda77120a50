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

const MKDIR_RECURSIVE = {
  selector: "CallExpression[callee.name=/^mkdir(Sync)?$/] Property[key.name='recursive']",
  message: 'Never ends below /proc on Node 20 to 24: use makeDirectories or createDirectories of src/os/files.',
};

const VIEW_OF_MEMORY = {
  selector: 'MemberExpression[property.name=/^(buffer|byteOffset)$/]',
  message: 'Read and write numbers by value: views of memory depend on the byte order of the machine.',
};

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'node_modules/', 'coverage/', '**/*.js', '**/*.mjs', 'src/plugins/class-index.ts'] },
  ...tseslint.configs.strictTypeChecked,
  {
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
  ...importRules,
  { files: ['src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', MKDIR_RECURSIVE, VIEW_OF_MEMORY] } },
  {
    files: ['src/serial/primitive-array.ts', 'src/transport/websocket/mask.ts'],
    rules: { 'no-restricted-syntax': ['error', MKDIR_RECURSIVE] },
  },
  { files: ['test/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
);
