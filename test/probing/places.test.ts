import { expect, test } from 'vitest'
import type { Probe, Sample } from '../../src/domain/watch/probe.ts'
import { OwnFault } from '../../src/probing/own-fault.ts'
import { placesIn, withPlaces } from '../../src/probing/places.ts'
import { at, never, targetOf } from './room.ts'

const limits = (files: string) => `Limit                     Soft Limit           Hard Limit           Units
Max processes             96000                96000                processes
Max open files            ${files}                20000                files
Max locked memory         8388608              8388608              bytes
`

test('looks leave file handles to texts, pages and the log', () => {
  expect([limits('20000'), limits('1024'), limits('256'), limits('64')].map(placesIn)).toEqual([19_872, 896, 128, 32])
  expect([limits('unlimited'), ''].map(placesIn)).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])
})

test('a look too many is our own fault, and a place that was left is free again', async () => {
  const ends: ((sample: Sample) => void)[] = []
  const slow: Probe = () => new Promise((resolve) => ends.push(resolve))
  const probe = withPlaces(slow, 2)
  const look = () => probe(targetOf('http://site.example/'), at, never)
  const running = [look(), look()]
  await expect(look()).rejects.toThrow(OwnFault)
  const sample: Sample = { siteId: 's', at, ms: 1, ok: true, phases: {} }
  for (const end of ends) end(sample)
  expect(await Promise.all(running)).toEqual([sample, sample])
  const last = look()
  ends.at(-1)?.(sample)
  expect(await last).toBe(sample)
})

test('a look that fails gives its place back', async () => {
  const probe = withPlaces(() => Promise.reject(new Error('no')), 1)
  for (let n = 0; n < 3; n++) await expect(probe(targetOf('http://site.example/'), at, never)).rejects.toThrow('no')
})
