import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createChanges } from '../../src/actions/changes.ts'
import type { ActionDeps } from '../../src/actions/deps.ts'
import { setPassword } from '../../src/actions/people/accounts.ts'
import { createTries } from '../../src/actions/people/tries.ts'
import { readChannelConfig } from '../../src/channel-config.ts'
import type { SettingsFile } from '../../src/domain/book/settings.ts'
import { type Holiday, type HolidayData, holidaysOf, holidayYears } from '../../src/domain/calendar.ts'
import { drawCode } from '../../src/domain/code.ts'
import { addDays, type Instant, momentOn } from '../../src/domain/instant.ts'
import type { Clock } from '../../src/scheduling/clock.ts'
import { everySecond } from '../../src/scheduling/ticker.ts'
import { type Service, startService } from '../../src/service.ts'
import { BookFileAdapter } from '../../src/storage/book/book-file.ts'
import { openBookStore } from '../../src/storage/book/book-store.ts'
import { openLog } from '../../src/storage/log/open-log.ts'
import { type LocalSite, startSiteFarm } from '../fakes/site-farm.ts'
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio.ts'
import { liveThePast } from './history.ts'
import { startPhones } from './phones.ts'
import { readSample, sampleBook } from './sample-town.ts'
import type { Stage } from './story.ts'

/** The ladder with its minutes as seconds, and looks every few seconds: a drill of two minutes. */
export const squeezed: SettingsFile = {
  probe: { intervalSeconds: 6, timeoutSeconds: 4, recheckSeconds: [1, 2], unansweredSeconds: 2, goodSpacingSeconds: 2 },
  ladder: [
    { afterMinutes: 0, tell: 'staff', by: ['sms'] },
    { afterMinutes: 0.25, tell: 'staff', by: ['voice'] },
    { afterMinutes: 0.42, tell: 'lead', by: ['sms', 'voice'] },
    { afterMinutes: 1.5, tell: 'lead', by: ['sms'] },
    { afterMinutes: 1.5, tell: 'office', by: ['sms'] },
  ],
  blindness: { references: [] },
}

export type DemoTown = Omit<Stage, 'say'> & {
  service: Service
  twilio: FakeTwilio
  sites: ReadonlyMap<string, LocalSite>
  holidayName: string
  password: string
  /** Who can sign in: the office first. */
  accounts: { id: string; name: string; mobile: string }[]
  clockText(): string
  close(): Promise<void>
}

const zone = 'Asia/Shanghai'
const accountSid = `AC${'0'.repeat(31)}2`
const authToken = 'demo-auth-token'
const siteId = 's-xingang'
/** 赵欣怡 of the office, 陈海涛 on duty and 周敏 as lead of 新港区. */
const actors = ['p-037', 'p-038', 'p-001']

/**
 * The sample town with everything around it: sites, provider, phones, a past, and the service itself, whose clock
 * shows the small hours of the fourth day of the nearest National Day.
 */
export async function openTown(order: {
  port: number
  phonesPort: number
  settings?: SettingsFile
}): Promise<DemoTown> {
  const folder = await mkdtemp(join(tmpdir(), 'zhishou-demo-'))
  const holiday = nearestNationalDay(await readHolidays(), Date.now())
  const clock = clockFrom(momentOn(addDays(holiday.from, 3), '02:56:30', zone))
  const farm = await startSiteFarm()
  const sites = new Map<string, LocalSite>()
  for (const site of readSample().sites) sites.set(site.id, await farm.add(site.name))
  const twilio = await startFakeTwilio({ accountSid, authToken, now: clock.now })
  const urlOf = ({ id }: { id: string }) => sites.get(id)?.url ?? ''
  const book = sampleBook(holiday, urlOf, order.settings ?? squeezed)
  await writeFile(join(folder, 'book.json'), JSON.stringify(book))
  const password = 'wanghai-2026'
  const accounts = await furnish(folder, password, clock.now())
  const publicUrl = `http://127.0.0.1:${order.port}`
  const service = await startService(
    {
      ...{ host: '127.0.0.1', port: order.port, dataDir: folder, publicUrl, apiToken: null },
      twilio: {
        accountSid,
        authToken,
        apiBase: twilio.apiBase,
        from: '+15005550006',
        messagingServiceSid: null,
        voiceFrom: '+15005550006',
      },
      ...{
        probeAllowNetworks: '127.0.0.0/8',
        probeSecondDns: null,
        path: process.env['PATH'] ?? '',
        logLevel: 'warn',
        deadManUrl: null,
      },
      channels: readChannelConfig({}),
    },
    { clock, logger: pino({ level: 'warn' }) },
  )
  twilio.publicUrl = publicUrl
  const people = service.actions.book.current().people
  const nameOf = (number: string) => [...people.values()].find(({ mobile }) => mobile === number)?.name ?? number
  const phones = await startPhones(twilio, { port: order.phonesPort, nameOf, codePage: `${publicUrl}/a` })
  const site = sites.get(siteId)
  if (!site) throw new Error(`the sample town lost ${siteId}`)
  const pause = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000))
  return {
    ...{ service, twilio, sites, site, siteId, password, accounts, pause, beganAt: clock.now() },
    holidayName: `${holiday.year} 年${holiday.nameZh}`,
    until: (isTrue, seconds) => until(isTrue, seconds, pause),
    clockText: () =>
      new Intl.DateTimeFormat('zh-CN', { timeZone: zone, timeStyle: 'medium', hour12: false }).format(clock.now()),
    async close() {
      phones.close()
      phones.closeAllConnections()
      await service.stop()
      await Promise.all([farm.close(), twilio.close()])
      await rm(folder, { recursive: true })
    },
  }
}

/** Gives the folder a past and its people passwords, before the service opens it. */
async function furnish(folder: string, password: string, now: Instant): Promise<DemoTown['accounts']> {
  const complain = (error: unknown) => console.error(error)
  const adapter = new BookFileAdapter(folder, { quarantine: complain, copyFailed: complain, stamp: () => String(now) })
  const log = openLog(folder)
  const actions: ActionDeps = {
    book: await openBookStore(adapter),
    log,
    channels: new Set(['sms']),
    changes: createChanges(complain),
    draw: { code: () => drawCode(randomBytes), token: () => randomBytes(32).toString('base64url') },
    tries: createTries(),
  }
  await liveThePast(actions, now)
  const accounts: DemoTown['accounts'] = []
  for (const id of actors) {
    const { name, mobile = '' } = actions.book.current().people.get(id) ?? { name: id }
    const editor = { personId: null, personName: '演练', from: 'demo' }
    await setPassword(actions, { personId: id, password, editor }, now)
    accounts.push({ id, name, mobile: mobile.replace('+86', '') })
  }
  log.close()
  return accounts
}

async function readHolidays(): Promise<HolidayData> {
  return JSON.parse(
    await readFile(new URL('../../data/reference/holidays.json', import.meta.url), 'utf8'),
  ) as HolidayData // shipped with the release
}

/** The National Day, merged or not, whose first day is nearest to today. */
function nearestNationalDay(data: HolidayData, today: Instant): Holiday {
  const all = holidayYears(data)
    .flatMap((year) => holidaysOf(data, year))
    .filter(({ id }) => id.includes('national-day'))
  const distance = (holiday: Holiday) => Math.abs(momentOn(holiday.from, '00:00', zone) - today)
  const [nearest] = all.sort((a, b) => distance(a) - distance(b))
  if (!nearest) throw new Error('the calendar has no National Day')
  return nearest
}

/** A clock that runs at its usual speed from another moment on. */
function clockFrom(start: Instant): Clock {
  const offset = start - Date.now()
  return {
    now: () => Date.now() + offset,
    monotonic: () => performance.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    everySecond: (run) => everySecond(run, { monotonic: () => performance.now(), onError: console.error }),
  }
}

async function until(isTrue: () => Promise<boolean>, seconds: number, pause: Stage['pause']): Promise<boolean> {
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    if (await isTrue()) return true
    await pause(0.3)
  }
  return isTrue()
}
