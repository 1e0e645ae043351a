const inModule = '^server/src/modules/([^/]+)/';

/** Each rule of docs/architecture.md with its reason; tests/wiring/import-rules.test.ts plants a breach of each. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Files that import each other in a ring can only be understood, tested and loaded together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'shared-stands-alone',
      comment: 'shared runs on the phone, in the browser and on the server: it may need none of them.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(server|miniapp|console|tests|scripts)/' },
    },
    {
      name: 'shared-no-node',
      comment: 'The phone has no Node built-ins.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules of medicine and contracts depend on nothing that can change for technical reasons.',
      severity: 'error',
      from: { path: '^shared/src/domain/' },
      to: { pathNot: ['^shared/src/domain/', '^shared/src/errors\\.ts$'] },
    },
    {
      name: 'no-app-to-app',
      comment: 'The apps meet in shared and over HTTP only.',
      severity: 'error',
      from: { path: '^(miniapp|console|server)/' },
      to: { path: '^(miniapp|console|server)/', pathNot: '^$1/' },
    },
    {
      name: 'no-app-to-tests',
      comment: 'What ships does not need the tests.',
      severity: 'error',
      from: { path: '^(shared|miniapp|console|server)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'schemas-as-types',
      comment: 'WeChat forbids `new Function`, on which zod stands, and a package may have 2 MB: types and paths only.',
      severity: 'error',
      from: { path: ['^miniapp/', '^shared/src/api/(client|.+\\.paths)\\.ts$'] },
      to: {
        path: ['^shared/src/api/(?!.*\\.paths\\.ts$|client\\.ts$)', 'node_modules/zod/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'platform-knows-no-module',
      comment: 'The platform serves every feature and knows none.',
      severity: 'error',
      from: { path: '^server/src/platform/' },
      to: { path: '^server/src/modules/' },
    },
    {
      name: 'service-no-http',
      comment: 'Stories, permissions and queries are the same for a request, a job and a test.',
      severity: 'error',
      from: { path: '\\.(service|policy|model)\\.ts$' },
      to: { path: ['node_modules/@?koa[-/]', '\\.router\\.ts$'] },
    },
    {
      name: 'router-not-to-model',
      comment: 'A router that reads the database goes past the permissions.',
      severity: 'error',
      from: { path: '\\.router\\.ts$' },
      to: { path: '\\.model\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'model-is-a-leaf',
      comment: 'A model stores and finds; who asks and what is shown is not its business.',
      severity: 'error',
      from: { path: '\\.model\\.ts$' },
      to: { path: '\\.(service|router|policy|presenter)\\.ts$' },
    },
    {
      name: 'modules-meet-at-index',
      comment: 'What a feature does not offer in its index.ts can change without asking the others.',
      severity: 'error',
      from: { path: inModule },
      to: { path: inModule, pathNot: ['^server/src/modules/$1/', '^server/src/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'subpackages-apart',
      comment: 'WeChat loads subpackages one by one: what two of them need belongs into the main package.',
      severity: 'error',
      from: { path: '^miniapp/src/packages/([^/]+)/' },
      to: { path: '^miniapp/src/packages/', pathNot: '^miniapp/src/packages/$1/' },
    },
  ],
  options: {
    // Tells type-only imports from real ones.
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.cruise.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.data)/|^tests/output/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
