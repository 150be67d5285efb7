import type { Incident, IncidentState } from '../../src/domain/incident/incident.ts'
import type { Instant } from '../../src/domain/instant.ts'
import type { Service } from '../../src/service.ts'
import type { LocalSite } from '../fakes/site-farm.ts'
import type { FakeTwilio } from '../fakes/twilio.ts'

export type Stage = {
  service: Service
  twilio: FakeTwilio
  /** The site that will fail, by its id in the book. */
  siteId: string
  site: LocalSite
  /** When the story began: the town has older incidents of the same site. */
  beganAt: Instant
  say(line: string): void
  /** Waits until `true`, looking a few times a second; answers false after `seconds`. */
  until(isTrue: () => Promise<boolean>, seconds: number): Promise<boolean>
  /** Lets so many seconds pass. */
  pause(seconds: number): Promise<void>
}

/**
 * The whole story: an outage that is paged, ignored, escalated, acknowledged, restored and confirmed. Whatever a
 * spectator does first in the browser counts; the story then only goes on from there.
 */
export async function playStory(stage: Stage): Promise<Incident> {
  const { service, site, say, until, pause } = stage
  const { name } = site
  const sees = (state: IncidentState) => async () => (await newest(stage))?.state === state

  await until(async () => allUp(service), 30)
  say(`所有网站都打开了一遍。现在让“${name}”停止应答。`)
  await site.behave('hang')
  await until(async () => (await newest(stage)) !== undefined, 60)
  const opened = await incidentOf(stage)
  const onDuty = opened.duty.staff[0]
  const { lead } = opened.duty
  say(`判定打不开，事件 ${opened.id}。短信发给值班 ${onDuty?.name ?? '（无）'}，没有人理会。`)

  await until(async () => (await newest(stage))?.state !== 'paging' || wasTold(await incidentOf(stage), lead?.id), 90)
  if (await sees('paging')()) say(`没有人签收，升级：短信发给带班 ${lead?.name ?? '（无）'}。`)
  await pause(12)
  if ((await sees('paging')()) && onDuty) {
    await enterCode(stage, onDuty.id, 'acknowledge')
    say(`${onDuty.name} 在签收页输入四位码，签收。`)
  }
  await pause(12)
  say('网站修好了。')
  await site.behave('ok')
  await until(async () => (await incidentOf(stage)).recoveredAt !== null, 60)
  if (await sees('recovered')()) say(`探测连续正常，已告知处置人，请带班 ${lead?.name ?? ''} 确认。`)
  await pause(12)
  if ((await sees('recovered')()) && lead) {
    await enterCode(stage, lead.id, 'confirm')
    say(`${lead.name} 在签收页输入四位码，确认已恢复。事件办结。`)
  }
  await until(sees('closed'), 30)
  return incidentOf(stage)
}

async function newest({ service, siteId, beganAt }: Stage): Promise<Incident | undefined> {
  const { items } = await service.actions.log.incidents.list({ siteId, from: beganAt }, { limit: 1, cursor: null })
  return items[0]
}

async function incidentOf(stage: Stage): Promise<Incident> {
  const incident = await newest(stage)
  if (!incident) throw new Error(`the story of ${stage.siteId} has no incident`)
  return incident
}

function wasTold(incident: Incident, personId: string | undefined): boolean {
  return incident.told.some(({ id }) => id === personId)
}

function allUp({ watch, actions }: Service): boolean {
  const states = watch.rounds.states()
  return [...actions.book.current().sites.keys()].every((id) => states.get(id)?.verdict === 'up')
}

/** What a person with the text in their hand does: the public code page, with nothing but the four characters. */
async function enterCode(stage: Stage, personId: string, act: 'acknowledge' | 'confirm'): Promise<void> {
  const { service } = stage
  const codes = await service.actions.log.incidents.codes((await incidentOf(stage)).id)
  const body = new URLSearchParams({ code: codes.get(personId) ?? '', act })
  const answer = await fetch(`${service.address}/a`, { method: 'POST', body, redirect: 'manual' })
  if (answer.status >= 400) throw new Error(`the code page answered ${answer.status}`)
}
