import { channelFacts } from '../domain/channel.ts'
import { channelOf, type Page } from '../domain/incident/page.ts'
import type { Instant } from '../domain/instant.ts'
import type { Key, KeyPurpose } from '../storage/ports.ts'
import { takeSuspicion } from './content/judge-content.ts'
import type { ActionDeps } from './deps.ts'
import { proveNumber } from './people/numbers.ts'
import { confirmRoster } from './roster/confirm-roster.ts'
import { answerDrill } from './self-check/drill.ts'
import { answerSpotCheck } from './shift-work/spot-check.ts'

/** What a code that opens no incident did. `isDone` false: it came too late, or what it was for is over. */
export type KeyUsed = { purpose: KeyPurpose; personId: string; subject: string; isDone: boolean }

/** Does what the code is for, in the name of whoever it was given to. */
export async function applyKey(deps: ActionDeps, key: Key, via: 'code' | 'reply', now: Instant): Promise<KeyUsed> {
  const { purpose, personId, subject } = key
  const used = (isDone: boolean): KeyUsed => ({ purpose, personId, subject, isDone })
  switch (purpose) {
    case 'number': {
      // The number may have changed since the text went out: then the code proves nothing about the new one.
      const [mobile = ''] = subject.split(' ')
      if (deps.book.current().people.get(personId)?.mobile !== mobile) return used(false)
      await proveNumber(deps, personId, mobile, now)
      return used(true)
    }
    case 'roster': {
      const receipt = await confirmRoster(deps, { periodId: subject, personId, via: 'code' }, now)
      if (receipt) await proveOwnNumber(deps, key, now)
      return used(receipt !== null)
    }
    case 'content': {
      const { name = '' } = deps.book.current().people.get(personId) ?? {}
      return used(await takeSuspicion(deps, subject, { id: personId, name }, now))
    }
    case 'drill': {
      const isInTime = await answerDrill(deps, subject, now)
      await proveOwnNumber(deps, key, now)
      return used(isInTime)
    }
    case 'spot_check': {
      const isInTime = await answerSpotCheck(deps, { id: subject, personId, via }, now)
      await proveOwnNumber(deps, key, now)
      return used(isInTime)
    }
  }
}

/** Whoever types a code has received the text it came in: at the number it was sent to, which may have changed since. */
async function proveOwnNumber(deps: ActionDeps, { personId, code }: Key, now: Instant): Promise<void> {
  const mobile = deps.book.current().people.get(personId)?.mobile
  const { items } = await deps.log.pages.list({ personId }, { limit: 100, cursor: null })
  const hasGoneThere = items.some(
    (page) => page.code === code && page.attempts > 0 && page.to === mobile && isTelephone(page),
  )
  if (mobile && hasGoneThere) await proveNumber(deps, personId, mobile, now)
}

/** Whether it goes to the number itself; an e-mail proves no telephone. */
function isTelephone(page: Page): boolean {
  const { isPersonal, reports } = channelFacts[channelOf(page)]
  return isPersonal && reports
}
