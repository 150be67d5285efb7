import fc from 'fast-check'

// Property tests draw the same cases on every machine, so that a red run is about the change and not about luck.
// Hunting for what has not been thought of yet: SEED=$RANDOM RUNS=20 npx vitest run test/domain
const { SEED, RUNS } = process.env
fc.configureGlobal({ seed: Number(SEED ?? 20_261_001), ...(RUNS ? { numRuns: 100 * Number(RUNS) } : {}) })
