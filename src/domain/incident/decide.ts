import type { Instant } from '../instant.ts'
import { climb, isNewestLevelToldOf, pullForward } from './climb.ts'
import { followClock } from './decide-clock.ts'
import { confirm, mend, open, recover, reject, relapse, remind, voidIncident } from './decide-course.ts'
import { changeDuty } from './decide-duty.ts'
import {
  acknowledge,
  ask,
  expire,
  handOver,
  noteKey,
  noteTelling,
  pass,
  renew,
  sendAgain,
  undo,
  write,
} from './decide-response.ts'
import { change, conclude, type Decision, type Draft, draftOf, type Stimulus, tell, unchanged } from './decision.ts'
import { type Incident, isLive } from './incident.ts'
import { isRepeat } from './ladder.ts'
import type { Circumstances } from './policy.ts'

/**
 * What follows from one stimulus: the incident as it will be, what happened, whom to tell, and a named reason, "do
 * nothing" and every refusal included. Pure: the same arguments give the same decision, so it may be made again after
 * a lost race.
 */
export function decide(current: Incident | null, stimulus: Stimulus, at: Circumstances): Decision {
  if (stimulus.kind === 'site_down') return siteDown(current, stimulus, at)
  if (!current) return unchanged(null, 'refused_no_incident')
  if (stimulus.kind === 'note_added') return bump(write(draftOf(current, at), stimulus), current)
  // The record is put right after the end as well: that somebody was told stays true.
  if (stimulus.kind === 'told') return bump(told(draftOf(current, at), stimulus.at), current)
  if (!isLive(current)) return unchanged(current, stimulus.kind === 'site_up' ? 'not_down' : 'refused_closed')
  return bump(live(draftOf(current, at), stimulus), current)
}

function siteDown(
  current: Incident | null,
  stimulus: Extract<Stimulus, { kind: 'site_down' }>,
  at: Circumstances,
): Decision {
  if (!current || !isLive(current)) return open(stimulus.failures, at)
  if (current.recoveredAt === null) return unchanged(current, 'already_down')
  return bump(relapse(draftOf(current, at), stimulus.failures), current)
}

function live(draft: Draft, stimulus: Exclude<Stimulus, { kind: 'site_down' | 'note_added' }>): Decision {
  switch (stimulus.kind) {
    case 'site_up':
      return draft.incident.recoveredAt === null
        ? recover(draft, stimulus.goods)
        : unchanged(draft.incident, 'not_down')
    case 'time_passed':
      return timePassed(draft)
    case 'clock_moved':
      return followClock(draft, stimulus)
    case 'told':
      return told(draft, stimulus.at)
    case 'page_failed':
      return pageFailed(draft, stimulus)
    case 'acknowledged':
      return acknowledge(draft, stimulus)
    case 'acknowledgement_undone':
      return undo(draft, stimulus)
    case 'handed_over':
      return handOver(draft, stimulus)
    case 'passed':
      return pass(draft, stimulus)
    case 'progress':
      return write(draft, stimulus)
    case 'renewed':
      return renew(draft, stimulus)
    case 'help_asked':
      return ask(draft, stimulus)
    case 'key_pressed':
      return noteKey(draft, stimulus)
    case 'mended':
      return mend(draft, stimulus)
    case 'recovery_confirmed':
      return confirm(draft, stimulus)
    case 'duty_changed':
      return changeDuty(draft)
    case 'recovery_rejected':
      return reject(draft, stimulus)
    case 'voided':
      return voidIncident(draft, stimulus)
    case 'told_by_phone':
      return noteTelling(draft, stimulus)
    case 'sent_again':
      return sendAgain(draft, stimulus)
  }
}

/** A changed incident carries the next version, which is what makes two writers unable both to win. */
function bump(decision: Decision, before: Incident): Decision {
  if (!decision.incident || decision.incident === before) return decision
  return { ...decision, incident: { ...decision.incident, version: before.version + 1 } }
}

function timePassed(draft: Draft): Decision {
  const { incident, at } = draft
  if (incident.dueAt === null || incident.dueAt > at.now) return unchanged(incident, 'not_due')
  if (incident.state === 'acknowledged') return expire(draft)
  if (incident.state === 'recovered') return remind(draft)
  climb(draft, incident.told.length > 0 ? 'no_acknowledgement' : incident.level === 0 ? 'opened' : 'repeat')
  return conclude(draft, 'escalated')
}

/** The first text was handed to a provider: 报告. */
function told(draft: Draft, at: Instant): Decision {
  if (draft.incident.toldAt !== null) return unchanged(draft.incident, 'told')
  change(draft, { toldAt: at })
  return conclude(draft, 'told')
}

/**
 * A text or call did not reach its reader. Nobody waits for the rung's minute on a dead number: when none of those whom the
 * newest level told is within reach any more, the next level fires now. Past the last level the repeats keep their
 * minutes, or a dead number would be tried again without end.
 */
function pageFailed(draft: Draft, failed: Extract<Stimulus, { kind: 'page_failed' }>): Decision {
  const { person, channel, why } = failed
  tell(draft, { kind: 'page_failed', person, channel, reason: why })
  const { incident } = draft
  const isCurrent = incident.state === 'paging' && failed.round === incident.round
  // The text lies on the phone that was not answered: its reader is within reach, and the rung's minutes stand.
  const isOnlyTheCall =
    channel === 'voice' && incident.told.some(({ id, onlyCalled }) => id === person.id && !onlyCalled)
  if (!isCurrent || isOnlyTheCall) {
    change(draft, {})
    return conclude(draft, 'page_failed_noted')
  }
  const toldBefore = incident.told
  change(draft, {
    told: toldBefore.filter(({ id }) => id !== person.id),
    lost: [...incident.lost.filter(({ id }) => id !== person.id), { ...person, why: 'undelivered' as const }],
  })
  const isLastHope = !isRepeat(incident.level, draft.at.policy) && !isNewestLevelToldOf(draft)
  if (toldBefore.length === 0 || !isLastHope) return conclude(draft, 'page_failed_noted')
  pullForward(draft)
  climb(draft, 'undelivered')
  return conclude(draft, 'escalated')
}
