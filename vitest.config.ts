import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // A story fast-forwards hours on a virtual clock over real sockets; the limit only stops a hung one.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { TZ: 'America/New_York' }, // duty is Asia/Shanghai whatever the machine says
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
  },
})
