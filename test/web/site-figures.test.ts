import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unreachableShare } from '../../src/domain/watch/meter.ts'
import { noRollup } from '../../src/domain/watch/rollup.ts'
import { quantile } from '../../src/web/sites/phase-slots.ts'
import { rateView } from '../../src/web/sites/rate-view.ts'
import { readerIn } from './readers.ts'

const reader = readerIn('zh-Hans', true)

test('the veto begins at exactly five in a hundred, and one failure less is only a warning', () => {
  const rate = (probes: number, unreached: number) =>
    rateView(reader, { ...noRollup, probes, failures: unreached, visits: probes, unreached })
  expect(rate(10_080, 504)).toMatchObject({ text: '5.00 %', tone: 'veto' })
  expect(rate(10_080, 503)).toMatchObject({ tone: 'amber' })
  expect(rate(0, 0)).toMatchObject({ text: '—', tone: 'none' })
})

test('a failure rate is never rounded down, and by less than a hundredth of a percent up', () => {
  const counts = fc
    .integer({ min: 1, max: 1_000_000 })
    .chain((probes) => fc.tuple(fc.constant(probes), fc.integer({ min: 0, max: probes })))
  fc.assert(
    fc.property(counts, ([probes, failures]) => {
      const shown = Math.round(Number(unreachableShare({ visits: probes, failures })) * 100)
      expect(shown * probes).toBeGreaterThanOrEqual(failures * 10_000)
      expect((shown - 1) * probes).toBeLessThan(failures * 10_000)
    }),
  )
})

test('the quantile is one of the values, with at least its share below or at it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1 }), (values) => {
      const p95 = quantile(values, 0.95)
      expect(values).toContain(p95)
      expect(values.filter((value) => value <= p95).length).toBeGreaterThanOrEqual(values.length * 0.95)
    }),
  )
})
