import { DateTime } from 'luxon'
import { addDays, dateOf, day, minute } from '../../domain/instant.ts'
import type { Sample } from '../../domain/watch/probe.ts'
import type { SampleBeat, SampleDay, SampleLog } from '../ports.ts'
import { integer, integerOrNull, text, textOrNull } from './rows.ts'
import type { Row, Sqlite } from './sqlite.ts'

/** What of a sample has no column of its own. */
type Detail = Pick<Sample, 'failure' | 'phases' | 'address' | 'certificateEndsAt' | 'ping'>

export function createSampleLog(db: Sqlite): SampleLog {
  return {
    append: async (samples) => {
      if (samples.length > 0) db.transaction(() => insert(db, samples))
    },
    ofSite: async (siteId, from, to) =>
      db
        .all('SELECT * FROM sample WHERE site_id = ? AND at >= ? AND at < ? ORDER BY at', siteId, from, to)
        .map(sampleOf),
    recent: async (count, since) => {
      const sql = 'SELECT at, ms, ok FROM sample WHERE site_id = ? AND at >= ? ORDER BY at DESC LIMIT ?'
      return new Map(siteIds(db).map((siteId) => [siteId, db.all(sql, siteId, since, count).map(beatOf).reverse()]))
    },
    days: async (siteId, from, to, zone) => {
      const offset = DateTime.fromMillis(to, { zone }).offset * minute
      // A number is bound as a real one, and would divide without a remainder.
      const sql = `SELECT CAST((at + ?) / ? AS INTEGER) AS number, count(*) AS probes, sum(1 - ok) AS failures FROM sample
                   WHERE site_id = ? AND at >= ? AND at < ? GROUP BY number`
      const rows = new Map(db.all(sql, offset, day, siteId, from, to).map((row) => [integer(row, 'number'), row]))
      const days: SampleDay[] = []
      const last = dateOf(to - 1, zone)
      for (let date = dateOf(from, zone); date <= last; date = addDays(date, 1)) {
        const row = rows.get(Date.parse(`${date}T00:00:00Z`) / day)
        days.push({ date, probes: row ? integer(row, 'probes') : 0, failures: row ? integer(row, 'failures') : 0 })
      }
      return days
    },
    count: async (siteId, from, to) => {
      const sql =
        'SELECT count(*) AS probes, coalesce(sum(1 - ok), 0) AS failures FROM sample WHERE site_id = ? AND at >= ? AND at < ?'
      const row = db.get(sql, siteId, from, to)
      return row ? { probes: integer(row, 'probes'), failures: integer(row, 'failures') } : { probes: 0, failures: 0 }
    },
    deleteBefore: async (before) => {
      for (const siteId of siteIds(db)) db.run('DELETE FROM sample WHERE site_id = ? AND at < ?', siteId, before)
    },
  }
}

/** Every site with samples, found by leaping from one to the next: DISTINCT would read every sample there is. */
function siteIds(db: Sqlite): string[] {
  const sql = `WITH RECURSIVE leap (id) AS (SELECT min(site_id) FROM sample UNION ALL
               SELECT (SELECT min(site_id) FROM sample WHERE site_id > leap.id) FROM leap WHERE leap.id IS NOT NULL)
               SELECT id FROM leap WHERE id IS NOT NULL`
  return db.all(sql).map((row) => text(row, 'id'))
}

function insert(db: Sqlite, samples: readonly Sample[]): void {
  for (const { siteId, at, ms, ok, status, failure, phases, address, certificateEndsAt, ping } of samples) {
    const detail = JSON.stringify({ failure, phases, address, certificateEndsAt, ping } satisfies {
      [K in keyof Detail]: unknown
    })
    db.run(
      'INSERT OR REPLACE INTO sample (site_id, at, ms, ok, status, detail) VALUES (?, ?, ?, ?, ?, ?)',
      ...[siteId, at, Math.round(ms), ok ? 1 : 0, status ?? null, detail],
    )
  }
}

function sampleOf(row: Row): Sample {
  const status = integerOrNull(row, 'status')
  const detail = JSON.parse(textOrNull(row, 'detail') ?? '{"phases":{}}') as Detail // written only by this file
  return {
    siteId: text(row, 'site_id'),
    at: integer(row, 'at'),
    ms: integer(row, 'ms'),
    ok: integer(row, 'ok') === 1,
    ...(status === null ? {} : { status }),
    ...detail,
  }
}

function beatOf(row: Row): SampleBeat {
  return { at: integer(row, 'at'), ms: integer(row, 'ms'), ok: integer(row, 'ok') === 1 }
}
