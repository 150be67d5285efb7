import { startTown, type Town, type TownOptions } from './town.ts'

export const name = '新港区人民政府门户网站'

/** A town that can call, one site of which has just failed; the first text has come. */
export async function startOutage(options: Partial<TownOptions> = {}): Promise<Town> {
  const sites = { xingang: { name, rostered: true } }
  const town = await startTown({ now: '2026-10-04T02:57:00+08:00', sites, hasCalls: true, ...options })
  await town.fastForward({ minutes: 2 })
  await town.site('xingang').behave('status_500')
  await town.fastForward({ seconds: 75 })
  town.phone('duty').expectText('打不开（返回错误）')
  return town
}
