import { publishRoster, unpublishRoster } from '../../actions/roster/publish-roster.ts'
import { plainNote } from '../../domain/plain-note.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { seeOther } from '../show.ts'
import { type Posted, showGrid } from './grid.ts'

const longestReason = 120

/** 发布 is answered with the list of what is missing, or by what is now true: the button is never greyed out. */
export async function publishFrom(posted: Posted, typedReason: string): Promise<void> {
  const { req, res, room, reader, period } = posted
  const reason = plainNote(typedReason, longestReason)
  const published = await publishRoster(room.deps, editorOf(reader), { periodId: period.id, reason }, reader.now)
  const { grid: say } = reader.words
  switch (published.kind) {
    case 'published':
      return seeOther(
        req,
        res,
        `/periods/${period.id}/readiness`,
        say.published(published.version.number, published.told),
      )
    case 'blocked': {
      const { gate } = published
      const text =
        gate.impossibilities.length > 0
          ? say.cannotPublish(gate.impossibilities.length + gate.obstacles.length)
          : say.needsReason(gate.obstacles.length)
      return showGrid(room, req, res, period, { typed: [], errors: [{ field: 'gate', text }], gate })
    }
    case 'refused':
      return showGrid(room, req, res, period, { typed: [], errors: refusals(published.edited, reader, []) })
    case 'missing':
      return showGrid(room, req, res, period, { typed: [], errors: [{ field: '', text: say.gone }] })
  }
}

/** Back to a draft: pages go by the standing contacts until it is published again. */
export async function unpublishFrom({ req, res, room, reader, period }: Posted): Promise<void> {
  const edited = await unpublishRoster(room.deps, editorOf(reader), period.id, reader.now)
  const errors = refusals(edited, reader, [])
  if (errors.length > 0) return showGrid(room, req, res, period, { typed: [], errors })
  await seeOther(req, res, `/periods/${period.id}`, reader.words.roster.unpublished)
}
