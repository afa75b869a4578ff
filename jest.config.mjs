/** One jest for the workspace: sources are compiled on the fly, packages resolve to their sources, never to dist. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: [
    '<rootDir>/{libs,services}/*/{src,test}/**/*.spec.ts',
    '<rootDir>/infra/local-stack/src/**/*.spec.ts',
    '<rootDir>/test/**/*.spec.ts',
    '<rootDir>/scripts/**/*.spec.mjs',
  ],
  transform: { '^.+\\.ts$': '@swc/jest' },
  setupFiles: ['reflect-metadata'],
  moduleNameMapper: {
    '^@vilfredo/(events|event-sourcing|scoring-model|embedded|kafka|mongo|networked|row-files|service|testing|vault)$':
      '<rootDir>/libs/$1/src/index.ts',
    '^@vilfredo/local-stack$': '<rootDir>/infra/local-stack/src/index.ts',
    '^@vilfredo/([^/]+)$': '<rootDir>/services/$1/src/index.ts',
    // its modules import their data in a way that jest complains about at length
    '^libphonenumber-js$': '<rootDir>/node_modules/libphonenumber-js/index.cjs',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  globalSetup: '<rootDir>/infra/local-stack/jest/set-up.mjs',
  globalTeardown: '<rootDir>/infra/local-stack/jest/tear-down.mjs',
  testTimeout: 30_000,
};
