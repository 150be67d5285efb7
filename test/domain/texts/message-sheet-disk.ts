import { instantOf } from '../../../src/domain/instant.ts'
import type { Message } from '../../../src/domain/texts/message.ts'
import type { SheetRow } from './message-sheet.ts'

const since = instantOf('2026-10-04T02:57:12+08:00', 'utc')

/** What the duty office is told when nothing can be written any more. */
export const diskRow: SheetRow<Message> = {
  what: { key: 'disk', since },
  texts: [
    '【值守】02:57起值守服务器磁盘写不进去，可能满了。通知还能发，改动存不上，请腾出空间。',
    '【值守】02:57起值守伺服器磁碟寫不進去，可能滿了。通知還能發，改動存不上，請騰出空間。',
    'Zhishou: the disk takes nothing since 02:57, it may be full. Pages go out, changes are not saved. Make room.',
  ],
  units: [45, 45, 108],
  mixed: [108, 1],
}
