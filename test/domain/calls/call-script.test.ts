import { describe, expect, test } from 'vitest'
import { type Heard, meaningOf } from '../../../src/domain/calls/call-key.ts'
import type { Listener } from '../../../src/domain/calls/call-phrases.ts'
import { checkScript, scriptAfter, scriptOf } from '../../../src/domain/calls/call-script.ts'
import type { Matter } from '../../../src/domain/calls/call-topic.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { minute, second } from '../../../src/domain/instant.ts'
import { by, chen, dutyOf, midnight, night, site, sun, zhou } from '../night.ts'

const call = ({ id, name }: typeof chen) => ({ ...by({ id, name }), via: 'call' as const })
const taken = (person: typeof chen) => ({ kind: 'acknowledged', takeOver: false, ...call(person) }) as const

function listener(fields: Partial<Listener> = {}): Listener {
  const now = midnight + 3 * minute
  const who = { personId: chen.id, audience: 'staff' as const, language: 'zh-Hans' as const }
  return { ...who, now, zone: 'Asia/Shanghai', expiresMs: 30 * minute, ...fields }
}
const asLead = (fields: Partial<Listener> = {}) => listener({ personId: zhou.id, audience: 'lead', ...fields })

function matter(incident: Incident, fields: Partial<Matter> = {}): Matter {
  return { incident, site: { name: incident.siteName, short: null }, standing: 'staff', ...fields }
}

function outage(): ReturnType<typeof night> {
  const story = night()
  story.goesDown()
  return story
}

const firstOf = (matters: Matter[], who: Listener) => scriptOf(matters, who).rounds[0] ?? scriptOf(matters, who).closing

describe('a call about an outage', () => {
  test('says since when, for how long and which keys there are, three times, and then its closing words', () => {
    const { rounds, closing, heard } = scriptOf([matter(outage().incident())], listener())
    expect(rounds).toEqual(
      Array(3).fill(
        '这里是值守，网站值班电话。望海市政府门户网站，十月三日二十三点五十九分起打不开，已经三分钟。' +
          '签收处理，请按1。听详细情况，请按2。来不了，请按0，马上通知下一位。重听，请按9。',
      ),
    )
    expect([closing, heard]).toEqual(['没有收到按键，稍后再联系，并会通知带班。', 'take'])
  })

  test('says the same in the other script and in English', () => {
    const of = (language: 'zh-Hant' | 'en') => firstOf([matter(outage().incident())], listener({ language }))
    expect(of('zh-Hant')).toMatch(/^這裡是值守，網站值班電話。.*起打不開，已經三分鐘。簽收處理，請按1。/)
    expect(of('en')).toBe(
      'This is Zhishou, the website duty line. 望海市政府门户网站 has been down since 3 October, twenty-three fifty-nine, ' +
        'for three minutes. To take it, press 1. For details, press 2. If you cannot, press 0 and the next person is ' +
        'told at once. To repeat, press 9.',
    )
  })

  test('asks the lead as the lead, and says who has not answered', () => {
    expect(firstOf([matter(outage().incident(), { standing: 'lead' })], asLead())).toBe(
      '这里是值守。请带班处理，望海市政府门户网站，十月三日二十三点五十九分起打不开，值班陈海涛没有签收。签收，请按1。',
    )
    expect(scriptOf([matter(outage().incident())], asLead()).closing).toBe('没有收到按键，稍后再联系。')
  })

  test('says to the lead that nobody was on the shift', () => {
    const story = night({ duty: dutyOf({ staff: [] }) })
    story.goesDown()
    expect(firstOf([matter(story.incident())], asLead())).toContain('本班没有排值班员。签收，请按1。')
  })

  test('of several is one, with their number and two names, and one key for all', () => {
    const incident = outage().incident()
    const matters = ['甲网', '乙网', '丙网'].map((name) => matter(incident, { site: { name, short: null } }))
    expect(firstOf(matters, listener())).toBe('这里是值守。三个网站打不开，包括甲网、乙网。全部签收，请按1。')
    expect(firstOf(matters.slice(0, 2), listener())).toContain('两个网站打不开，包括甲网、乙网。')
  })

  test('never speaks an address, a telephone number or braces as anything but a name', () => {
    const name = '{who}{code} www.evil.example 电话13800000001 签收码K7QM'
    const words = firstOf([matter(outage().incident(), { site: { name, short: null } })], listener())
    expect(words).toContain('{who}{code}')
    expect(words).not.toMatch(/evil|138|签收码/)
  })
})

describe('a call that comes too late', () => {
  test('says who has it', () => {
    const story = outage()
    story.step(2, taken(sun))
    const { rounds, closing, heard } = scriptOf([matter(story.incident())], listener())
    expect(rounds).toEqual(['这里是值守。望海市政府门户网站，孙立群已经在零点零二分签收，您不用处理。'])
    expect([closing, heard]).toEqual(['再见。', 'taken'])
  })

  test('ends with a word when the person has it already, when it is over, or when it is not theirs', () => {
    const mine = outage()
    mine.step(2, taken(chen))
    const restored = outage()
    restored.step(2, { kind: 'site_up', goods: 2 })
    const voided = outage()
    voided.step(2, { kind: 'voided', reason: '演示', ...by(zhou) })
    const ends = [
      [matter(mine.incident()), '这里是值守。望海市政府门户网站，您已经签收了。再见。'],
      [matter(restored.incident()), '这里是值守。望海市政府门户网站，已经在零点零二分恢复，不用签收了。再见。'],
      [matter(voided.incident()), '这里是值守。望海市政府门户网站的事件已经办结，不用签收了。再见。'],
      [matter(outage().incident(), { standing: 'viewer' }), '这件事不归您处理，没有签收。请找市值班室。再见。'],
    ] as const
    for (const [one, words] of ends) expect(scriptOf([one], listener())).toMatchObject({ rounds: [], closing: words })
    expect(scriptOf([], listener())).toMatchObject({ rounds: [], closing: '再见。' })
  })
})

describe('a call to the lead about a recovery', () => {
  const restored = () => {
    const story = outage()
    story.step(1, taken(chen))
    story.step(2, { kind: 'site_up', goods: 2 })
    return story
  }

  test('asks whether it is right', () => {
    expect(firstOf([matter(restored().incident(), { standing: 'lead' })], asLead())).toBe(
      '这里是值守。望海市政府门户网站，零点零二分已经能打开，中断两分钟。确认恢复，请按1。还没好，请按3。',
    )
  })

  test('asks about several at once', () => {
    const matters = ['甲网', '乙网'].map((name) =>
      matter(restored().incident(), { standing: 'lead', site: { name, short: null } }),
    )
    expect(firstOf(matters, asLead())).toBe(
      '这里是值守。两个网站已经能打开，包括甲网、乙网。全部确认恢复，请按1。还没好，请按3。',
    )
  })

  test('is answered by 1 and by 3, each with its own words', () => {
    const confirmed = restored()
    confirmed.step(3, { kind: 'recovery_confirmed', cause: null, note: '', ...call(zhou) })
    const rejected = restored()
    rejected.step(3, { kind: 'recovery_rejected', note: '', ...call(zhou) })
    const follow = (key: string, incident: Incident) =>
      scriptAfter(key, 'confirm', [matter(incident, { standing: 'lead' })], asLead()).closing
    expect(follow('1', confirmed.incident())).toBe('已确认恢复，事件办结，时间零点零三分。辛苦了，再见。')
    expect(follow('3', rejected.incident())).toBe('好的，已经退回处置，正在通知值班员。再见。')
  })
})

describe('after a key', () => {
  const follow = (key: string, incident: Incident, heard: Heard = 'take', who = listener()) =>
    scriptAfter(key, heard, [matter(incident)], who)

  test('1 says when, and when the next call comes', () => {
    const story = outage()
    story.step(3, taken(chen))
    expect(follow('1', story.incident())).toMatchObject({
      rounds: [],
      closing: '已签收，时间零点零三分。三十分钟没有恢复，会再打给您。再见。',
    })
  })

  test('1, late, says who was first', () => {
    const story = outage()
    story.step(2, taken(sun))
    expect(follow('1', story.incident()).closing).toBe('孙立群已经在零点零二分签收，您的按键也记下了。再见。')
  })

  test('0 says that the next one is told', () => {
    const story = outage()
    story.step(3, { kind: 'passed', ...call(chen) })
    expect(follow('0', story.incident()).closing).toBe('好的，正在通知下一位。再见。')
  })

  test.each([
    ['yes', 'connect_timeout', '原因，连接超时。主机有回应，网站服务没有回应。本班带班周敏。签收请按1。'],
    ['yes', 'status', '原因，返回错误。主机有回应。本班带班周敏。签收请按1。'],
    ['no', 'connect_timeout', '原因，连接超时。主机没有回应。本班带班周敏。签收请按1。'],
    ['unknown', 'dns', '原因，域名解析失败。本班带班周敏。签收请按1。'],
  ] as const)('2 says what is known: host %s, %s', (answer, kind, words) => {
    const incident = { ...outage().incident(), ping: { answer }, failure: { kind, phase: 'connect' as const } }
    const { rounds, heard } = follow('2', incident)
    expect([rounds[0], rounds.length, heard]).toEqual([words, 3, 'take'])
    expect(follow('2', { ...incident, duty: { ...incident.duty, lead: null } }).rounds[0]).not.toContain('带班')
  })

  test('9 says it again, and any other key that it is none, with the keys after it', () => {
    const { rounds } = scriptOf([matter(outage().incident())], listener())
    expect(follow('9', outage().incident()).rounds).toEqual(rounds)
    for (const key of ['3', '7', '#', '*', '12', '']) {
      expect(follow(key, outage().incident()).rounds).toEqual([
        `没有这个选项。签收请按1。${rounds[0]}`,
        ...rounds.slice(1),
      ])
    }
  })

  test('says what has become of it where that changed meanwhile, and calls no key wrong', () => {
    const story = outage()
    story.step(2, { kind: 'site_up', goods: 2 })
    expect(follow('1', story.incident()).closing).toContain('已经在零点零二分恢复，不用签收了')
    expect(follow('0', story.incident()).closing).toContain('不用签收了')
  })
})

describe('what a key does', () => {
  const meaning = (key: string, heard: Heard, incidents: Incident[], standing: Matter['standing'] = 'lead') => {
    const matters = incidents.map((incident) => matter(incident, { standing }))
    const found = meaningOf(key, heard, matters, chen.id)
    return found && [found.act, found.on.length]
  }
  const open = outage().incident()
  const restored = { ...open, state: 'recovered' as const, recoveredAt: midnight }
  const others = { ...open, state: 'acknowledged' as const, acknowledgedBy: { id: sun.id, name: sun.name } }
  const mine = { ...others, acknowledgedBy: { id: chen.id, name: chen.name } }

  test('is what was said of it, whatever the incident has become', () => {
    expect(meaning('1', 'take', [restored])).toEqual(['acknowledge', 0])
    expect(meaning('1', 'confirm', [open])).toEqual(['confirm', 0])
    expect(meaning('1', 'confirm', [restored])).toEqual(['confirm', 1])
    expect(meaning('3', 'confirm', [restored])).toEqual(['reject', 1])
    expect(meaning('1', 'confirm', [restored], 'staff')).toEqual(['confirm', 0])
  })

  test('1 takes what nobody has, and else is noted with whoever was first', () => {
    expect(meaning('1', 'take', [open, others, mine, restored])).toEqual(['acknowledge', 1])
    expect(meaning('1', 'taken', [others])).toEqual(['acknowledge', 1])
    expect(meaning('1', 'take', [mine])).toEqual(['acknowledge', 0])
  })

  test('0 passes on what is open or their own, and nothing that another has', () => {
    expect(meaning('0', 'take', [open, others, mine])).toEqual(['pass', 2])
    expect(meaning('0', 'taken', [others])).toBeNull()
  })

  test('is nothing for the others', () => {
    for (const key of ['2', '5', '9', '#', '']) expect(meaning(key, 'take', [open])).toBeNull()
    expect(meaning('0', 'confirm', [restored])).toBeNull()
  })
})

test('the site of the story has the name that its texts have', () => {
  expect(outage().incident()).toMatchObject({ siteName: site.name, startedAt: midnight - 30 * second })
})

describe('a spot check', () => {
  const open = { isOpen: true, isAtPost: false }

  test('asks one thing, three times, and calls every other key wrong', () => {
    const { rounds, closing } = checkScript(null, open, listener())
    expect([rounds, closing]).toEqual([Array(3).fill('这里是值守查岗。在岗，请按1。'), '没有收到按键，稍后再联系。'])
    expect(checkScript('9', open, listener()).rounds).toEqual(rounds)
    expect(checkScript('0', open, listener()).rounds[0]).toBe('没有这个选项。在岗请按1。这里是值守查岗。在岗，请按1。')
    expect(checkScript('0', open, listener({ language: 'en' })).rounds[0]).toMatch(
      /^That key does nothing\. .* Zhishou spot/,
    )
  })

  test('thanks whoever answered in time, and tells whoever did not that it is over', () => {
    expect(checkScript('1', { isOpen: false, isAtPost: true }, listener()).closing).toBe('查岗，已记下您在岗。再见。')
    expect(checkScript('1', { isOpen: false, isAtPost: false }, listener()).closing).toBe('查岗已经结束。再见。')
  })
})
