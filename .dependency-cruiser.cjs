// Who may import whom. `npm test -- tests/architecture` runs these rules over all sources and, so that none goes blind, over the probes:
// tests/architecture/probes holds a file for each rule that breaks exactly this one.

const domain = '^services/([^/]+)/src/domain/';
const spec = '\\.spec\\.ts$';

/** What does I/O, or belongs to a framework. `core` = Node's own modules. */
const outside =
  '(^|/)node_modules/(pg|kafkajs|@nestjs|typeorm|class-validator|class-transformer|fastify|rxjs|pino|jose|nodemailer)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'service-imports-no-service',
      comment: 'Services speak by events only.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'lib-imports-no-service-or-cli',
      comment: 'Libraries know nobody above them.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(services|cli)/' },
    },
    {
      name: 'cli-imports-no-service',
      comment: 'The command line is a client like any other: through REST.',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^services/' },
    },
    {
      name: 'domain-imports-only-pure-libs',
      comment:
        'What a service decides needs its own domain, decisions, messages, practices and working time.',
      severity: 'error',
      from: { path: domain, pathNot: spec },
      to: {
        path: '^(services|libs|cli)/',
        pathNot: ['^services/$1/src/domain/', '^libs/(decider|contracts|profile|working-time)/src/'],
      },
    },
    {
      name: 'domain-imports-no-package',
      comment: 'Neither a package nor a module of Node stands in the domain.',
      severity: 'error',
      from: { path: domain, pathNot: spec },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'unknown'],
      },
    },
    {
      name: 'domain-reaches-no-io',
      comment: 'Nor does anything it imports, however far: a pure file of a library stays pure.',
      severity: 'error',
      from: { path: domain, pathNot: spec },
      to: {
        path: [
          outside,
          '^(fs|net|tls|dns|dgram|http|https|http2|crypto|child_process|cluster|worker_threads|os|process|stream|events|timers|perf_hooks)(/|$)',
        ],
        reachable: true,
      },
    },
    {
      name: 'pure-libs-do-no-io',
      comment: 'Decisions, messages and working time are plain data and functions.',
      severity: 'error',
      from: {
        path: '^libs/(decider|working-time|contracts)/src/',
        pathNot: [spec, '^libs/contracts/src/tracking-proof\\.ts$'],
      },
      to: { path: outside },
    },
    {
      name: 'eventlog-imports-no-chassis',
      comment: 'The log stands on its own; the chassis stands on it.',
      severity: 'error',
      from: { path: '^libs/eventlog/' },
      to: { path: '^libs/chassis/' },
    },
    {
      name: 'source-imports-no-test',
      comment: 'Tests may use sources, never the other way round.',
      severity: 'error',
      from: {
        path: ['^(services|libs)/[^/]+/(src|generate)/', '^cli/src/'],
        pathNot: [spec, '^libs/testing/'],
      },
      to: { path: ['^tests/', '^(services|libs)/[^/]+/test/', spec, '^libs/testing/'] },
    },
    {
      name: 'no-cycle',
      comment: 'Two files that need each other are one file, or want a third. A type may look back.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere would hide from every rule above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-package',
      comment: 'What is imported stands in package.json with a version, not only below another package.',
      severity: 'error',
      from: {},
      // Jest hands its own globals to specs.
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
        pathNot: '/node_modules/@jest/globals/|^node_modules/@jest/globals/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^tests/architecture/probes/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
