import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const server = ['server/**/*.ts', 'shared/src/**/*.ts'];
const KEBAB = /^(\.?[a-z0-9]+(-[a-z0-9]+)*)(\.[a-z0-9-]+)*$/;

/** File names are kebab-case with a role, `booking.service.ts`, so that they are the same on every file system. */
const kebabFileName = {
  meta: { type: 'suggestion', schema: [], messages: { name: 'File names are kebab-case: {{ name }}' } },
  create: (context) => ({
    Program(node) {
      const name = context.filename.split(/[\\/]/).at(-1);
      if (!KEBAB.test(name)) context.report({ node, messageId: 'name', data: { name } });
    },
  }),
};

export default defineConfig(
  {
    ignores: ['**/node_modules/', '**/dist/', '.data/', 'tests/output/', '**/*.d.ts', 'miniapp/.swc/'],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { linkang: { rules: { 'kebab-file-name': kebabFileName } } },
    rules: {
      'linkang/kebab-file-name': 'error',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-ignore': true, 'ts-nocheck': true, 'ts-expect-error': true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['tests/**'],
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }] },
  },
  {
    // Rules that need types, where a forgotten promise loses data.
    files: server,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['miniapp/src/**/*.{ts,tsx}', 'console/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  {
    // Scripts, set-up files and stand-ins run in Node and speak on the terminal.
    files: [
      'scripts/**',
      'miniapp/scripts/**',
      'server/scripts/**',
      'tests/**',
      '**/*.{cjs,mjs}',
      '**/*.config.{ts,js}',
    ],
    languageOptions: { globals: nodeGlobals() },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: { sourceType: 'commonjs', globals: nodeGlobals() },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);

/** Names that Node gives to every file; typed files are checked by the compiler instead. */
function nodeGlobals() {
  const names =
    'process console Buffer URL URLSearchParams fetch setTimeout clearTimeout setInterval clearInterval setImmediate ' +
    'performance structuredClone AbortController AbortSignal TextEncoder TextDecoder module require exports __dirname ' +
    '__filename globalThis HTMLCanvasElement Element';
  return Object.fromEntries(names.split(' ').map((name) => [name, 'readonly']));
}
