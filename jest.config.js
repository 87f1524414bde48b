/** Native ESM; swc only strips types. The shared packages are read from their sources, so no build stands before a test. */
export default {
  testEnvironment: '<rootDir>/scripts/test/jest-environment.js',
  // Real databases and processes on a busy machine. What must be quick says so in its own test.
  testTimeout: 30_000,
  globalSetup: '<rootDir>/backend/test/support/start-postgres.js',
  globalTeardown: '<rootDir>/backend/test/support/stop-postgres.js',
  roots: [
    '<rootDir>/protocol',
    '<rootDir>/client',
    '<rootDir>/backend',
    '<rootDir>/frontend',
    '<rootDir>/terminal',
    '<rootDir>/faults',
    '<rootDir>/bench',
    '<rootDir>/scripts',
  ],
  testMatch: ['**/*.test.ts', '**/*.test.js'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '^@parley/(protocol|client)$': '<rootDir>/$1/src/index.ts',
    '^@parley/(backend|testkit)/(.*)\\.js$': '<rootDir>/$1/src/$2',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
            react: { runtime: 'automatic' },
          },
          target: 'es2022',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
