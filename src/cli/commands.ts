import { existsSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { invite } from '../actions/people/accounts.ts'
import type { Person } from '../domain/book/book.ts'
import { findDuty } from '../domain/duty.ts'
import { type IncidentState, liveStates } from '../domain/incident/incident.ts'
import { type Instant, instantOf, isoOf } from '../domain/instant.ts'
import { maskPhone } from '../domain/phone.ts'
import { copyLog } from '../storage/log/open-log.ts'
import { CliError, type OpenSetting, type Setting } from './command.ts'
import { timelineOf } from './timeline.ts'

export async function showDuty([siteId]: string[], { actions, flags, now }: OpenSetting): Promise<string> {
  const book = actions.book.current()
  const { timezone } = book.settings
  const site = siteId === undefined ? undefined : book.sites.get(siteId)
  if (!site) throw new CliError(`没有编号为“${siteId ?? ''}”的网站。有：${[...book.sites.keys()].join('、')}`)
  const at = flags.at === undefined ? now : momentOf(flags.at, timezone)
  const { lead, staff, source } = findDuty(book, site.id, at)
  const show = (person: Person) => `${person.name} ${person.mobile ? maskPhone(person.mobile) : '没有手机号'}`
  return [
    `${site.name}  ${isoOf(at, timezone)}`,
    `  带班  ${lead ? show(lead) : '无'}`,
    `  值班  ${staff.map(show).join('、') || '无'}`,
    `  依据  ${sources[source]}`,
  ].join('\n')
}

const sources = { roster: '值班表', standing: '网站的固定负责人和联系人', office: '市值班室', none: '没有任何人' }

const stateWords: Record<IncidentState, string> = {
  paging: '待签收',
  acknowledged: '已签收',
  recovered: '待确认',
  closed: '办结',
  voided: '作废',
}

export async function listIncidents(_args: string[], { actions, flags }: OpenSetting): Promise<string> {
  const { timezone } = actions.book.current().settings
  const filter = flags.live ? { states: liveStates } : {}
  const { items } = await actions.log.incidents.list(filter, { limit: 50, cursor: null })
  if (items.length === 0) return '没有事件。'
  return items
    .map(
      ({ id, startedAt, state, siteName }) => `${id}  ${isoOf(startedAt, timezone)}  ${stateWords[state]}  ${siteName}`,
    )
    .join('\n')
}

export async function showTimeline([id]: string[], { actions }: OpenSetting): Promise<string> {
  const { incidents, pages } = actions.log
  const incident = id === undefined ? null : await incidents.find(id)
  if (!incident) throw new CliError(`没有编号为“${id ?? ''}”的事件。用 incidents 看编号。`)
  return timelineOf(incident, await incidents.events(incident.id), await pages.ofIncident(incident.id))
}

export async function inviteByLink([personId]: string[], { actions, config, now }: OpenSetting): Promise<string> {
  const person = personId === undefined ? undefined : actions.book.current().people.get(personId)
  if (!person) throw new CliError(`没有编号为“${personId ?? ''}”的人员。`)
  const editor = { personId: null, personName: '命令行', from: 'cli' }
  const token = await invite(actions, { personId: person.id, editor }, now)
  return `${person.name} 设置密码的链接，三天内用一次有效：\n${config.publicUrl}/welcome/${token}`
}

export async function backUpTo([folder]: string[], { config }: Setting): Promise<string> {
  if (folder === undefined) throw new CliError('要说备份到哪个文件夹：backup 文件夹')
  if (existsSync(join(folder, 'log.db'))) throw new CliError(`${folder} 里已经有一份备份，请换一个文件夹。`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  copyLog(config.dataDir, folder)
  // An office that has not written a line yet has a log and no book.
  const files = ['book.json', 'session.key'].filter((name) => existsSync(join(config.dataDir, name)))
  for (const name of files) await copyFile(join(config.dataDir, name), join(folder, name))
  return `已备份到 ${folder}。恢复：停止服务，把这个文件夹里的文件放回 DATA_DIR，再启动。`
}

function momentOf(text: string, zone: string): Instant {
  try {
    return instantOf(text, zone)
  } catch {
    throw new CliError(`“${text}”不是时刻，要写成 2026-10-01T02:00`)
  }
}
