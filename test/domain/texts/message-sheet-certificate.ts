import { instantOf } from '../../../src/domain/instant.ts'
import type { Message, SiteName } from '../../../src/domain/texts/message.ts'
import type { SheetRow } from './message-sheet.ts'

const endsAt = instantOf('2026-10-18T07:59:59+08:00', 'utc')

/** Before a certificate ends, of one site and of several. */
export const certificateRows = (site: SiteName): SheetRow<Message>[] => [
  {
    what: { key: 'certificate', site, count: 1, endsAt, days: 14 },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站的证书10月18日到期，还剩14天。过期后浏览器会拦截，请尽快续期。',
      '【值守】鞍山市铁东区人民政府门户网站的證書10月18日到期，還剩14天。過期後瀏覽器會攔截，請儘快續期。',
      'Zhishou: certificate of Tiedong District Government Portal ends on 18 Oct, days left: 14. Please renew it.',
    ],
    units: [52, 52, 106],
    mixed: [86, 2],
  },
  {
    what: { key: 'certificate', site, count: 30, endsAt, days: 7 },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站等30个网站的证书10月18日到期，还剩7天。过期后浏览器会拦截，请尽快续期。',
      '【值守】鞍山市铁东区人民政府门户网站等30個網站的證書10月18日到期，還剩7天。過期後瀏覽器會攔截，請儘快續期。',
      'Zhishou: certificate of Tiedong District Government Portal and others (30) ends on 18 Oct, days left: 7. Please renew.',
    ],
    units: [57, 57, 118],
    mixed: [98, 2],
  },
]
