import { instantOf, minute } from '../../../src/domain/instant.ts'
import type { Answer, Message } from '../../../src/domain/texts/message.ts'
import { certificateRows } from './message-sheet-certificate.ts'
import { diskRow } from './message-sheet-disk.ts'

// The message sheet, word for word, filled with its own examples, and the lengths it promises:
// UCS-2 units of the two Chinese texts, septets of the English one, units and segments of it with Chinese names.

export type SheetRow<T> = {
  what: T
  resent?: true
  texts: [string, string, string]
  units: [number, number, number]
  mixed: [number, number]
}

type Names = { site: { name: string; short: null }; who: string; lead: string }
const since = instantOf('2026-10-04T02:57:12+08:00', 'utc')
const at = instantOf('2026-10-04T03:41:30+08:00', 'utc')
const forMs = 44 * minute
const why = 'connect_timeout'

export const sheetMessages = ({ site, who, lead }: Names): SheetRow<Message>[] => [
  {
    what: { key: 'outage', site, since, why },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站02:57起打不开（连接超时）。签收码K7QM，请在签收页输入。',
      '【值守】鞍山市铁东区人民政府门户网站02:57起打不開（連線逾時）。簽收碼K7QM，請在簽收頁輸入。',
      'Zhishou: Tiedong District Government Portal down since 02:57 (connection timed out). Acknowledge with code K7QM.',
    ],
    units: [50, 50, 112],
    mixed: [92, 2],
  },
  {
    what: { key: 'outage', site, since, why },
    resent: true,
    texts: [
      '【值守·重发】鞍山市铁东区人民政府门户网站02:57起打不开（连接超时）。签收码K7QM，已签收请忽略。',
      '【值守·重發】鞍山市铁东区人民政府门户网站02:57起打不開（連線逾時）。簽收碼K7QM，已簽收請忽略。',
      'Zhishou (resent): Tiedong District Government Portal down since 02:57. Code K7QM. Ignore if already acknowledged.',
    ],
    units: [52, 52, 113],
    mixed: [93, 2],
  },
  {
    what: { key: 'repage', site, forMs },
    texts: [
      '【值守】再次通知：鞍山市铁东区人民政府门户网站已打不开44分，仍无人签收。签收码K7QM。',
      '【值守】再次通知：鞍山市铁东区人民政府门户网站已打不開44分，仍無人簽收。簽收碼K7QM。',
      'Zhishou again: Tiedong District Government Portal down 44 min, nobody has acknowledged. Code K7QM.',
    ],
    units: [45, 45, 98],
    mixed: [78, 2],
  },
  {
    what: { key: 'repage.expired', site },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站仍打不开，您的签收已到期。还在处理请再签收，码K7QM。',
      '【值守】鞍山市铁东区人民政府门户网站仍打不開，您的簽收已到期。還在處理請再簽收，碼K7QM。',
      'Zhishou: Tiedong District Government Portal still down, your acknowledgement has lapsed. Still on it? Code K7QM.',
    ],
    units: [46, 46, 112],
    mixed: [92, 2],
  },
  {
    what: { key: 'escalate.lead', site, since, who, afterMs: 5 * minute },
    texts: [
      '【值守】请带班处理：鞍山市铁东区人民政府门户网站02:57起打不开，欧阳海涛5分钟未签收。签收码K7QM。',
      '【值守】請帶班處理：鞍山市铁东区人民政府门户网站02:57起打不開，欧阳海涛5分鐘未簽收。簽收碼K7QM。',
      'Zhishou to lead: Tiedong District Government Portal down since 02:57, Ouyang Haitao has not answered in 5 min. Code K7QM.',
    ],
    units: [53, 53, 121],
    mixed: [92, 2],
  },
  {
    what: { key: 'escalate.nobody', site, since },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站02:57起打不开，本班没有排值班员，请带班处理。签收码K7QM。',
      '【值守】鞍山市铁东区人民政府门户网站02:57起打不開，本班沒有排值班員，請帶班處理。簽收碼K7QM。',
      'Zhishou to lead: Tiedong District Government Portal down since 02:57. No staff on this shift. Code K7QM.',
    ],
    units: [51, 51, 104],
    mixed: [84, 2],
  },
  {
    what: { key: 'escalate.undelivered', site, since, who },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站02:57起打不开，欧阳海涛的手机收不到短信，请带班处理。签收码K7QM。',
      '【值守】鞍山市铁东区人民政府门户网站02:57起打不開，欧阳海涛的手機收不到短信，請帶班處理。簽收碼K7QM。',
      'Zhishou to lead: Tiedong District Government Portal down since 02:57. Texts do not reach Ouyang Haitao. Code K7QM.',
    ],
    units: [55, 55, 114],
    mixed: [85, 2],
  },
  {
    what: { key: 'escalate.office', site, forMs, who: [who, lead] },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站已打不开44分，欧阳海涛、司马静怡均未签收。请电话联系。签收码K7QM。',
      '【值守】鞍山市铁东区人民政府门户网站已打不開44分，欧阳海涛、司马静怡均未簽收。請電話聯絡。簽收碼K7QM。',
      'Zhishou to office: Tiedong District Government Portal down 44 min; Ouyang Haitao and Sima Jingyi have not answered. Please call. Code K7QM.',
    ],
    units: [54, 54, 139],
    mixed: [103, 2],
  },
  {
    what: { key: 'recovered', site, at, forMs, lead },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站03:41已能打开，中断44分。等带班司马静怡确认，暂请留意。',
      '【值守】鞍山市铁东区人民政府门户网站03:41已能打開，中斷44分。等帶班司马静怡確認，暫請留意。',
      'Zhishou: Tiedong District Government Portal opens again since 03:41, was down 44 min. Lead Sima Jingyi will confirm.',
    ],
    units: [49, 49, 116],
    mixed: [89, 2],
  },
  {
    what: { key: 'recovered.confirm', site, at, forMs, who },
    texts: [
      '【值守】请确认：鞍山市铁东区人民政府门户网站03:41已能打开，中断44分，欧阳海涛处置。确认码K7QM。',
      '【值守】請確認：鞍山市铁东区人民政府门户网站03:41已能打開，中斷44分，欧阳海涛處置。確認碼K7QM。',
      'Zhishou: please confirm Tiedong District Government Portal is restored (03:41, down 44 min, handled by Ouyang Haitao). Code K7QM.',
    ],
    units: [53, 53, 129],
    mixed: [100, 2],
  },
  {
    what: { key: 'confirm.remind', site, at },
    texts: [
      '【值守】还没确认：鞍山市铁东区人民政府门户网站03:41已能打开。确认码K7QM。不对请退回处置。',
      '【值守】還沒確認：鞍山市铁东区人民政府门户网站03:41已能打開。確認碼K7QM。不對請退回處置。',
      'Zhishou: still to confirm: Tiedong District Government Portal, open since 03:41. Code K7QM.',
    ],
    units: [49, 49, 91],
    mixed: [71, 2],
  },
  {
    what: { key: 'confirmed', site, forMs, lead },
    texts: [
      '【值守】司马静怡已确认鞍山市铁东区人民政府门户网站恢复，事件办结。中断44分。辛苦了。',
      '【值守】司马静怡已確認鞍山市铁东区人民政府门户网站恢復，事件辦結。中斷44分。辛苦了。',
      'Zhishou: Sima Jingyi confirmed Tiedong District Government Portal is restored. Closed. Down 44 min. Thank you.',
    ],
    units: [43, 43, 110],
    mixed: [83, 2],
  },
  {
    what: { key: 'rejected', site, lead },
    texts: [
      '【值守】司马静怡认为鞍山市铁东区人民政府门户网站还没好，请继续处理。签收码K7QM。',
      '【值守】司马静怡認為鞍山市铁东区人民政府门户网站還沒好，請繼續處理。簽收碼K7QM。',
      'Zhishou: Sima Jingyi says Tiedong District Government Portal is not right yet. Please carry on. Code K7QM.',
    ],
    units: [42, 42, 106],
    mixed: [79, 2],
  },
  {
    what: { key: 'relapse', site, at, why },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站03:41又打不开了（连接超时）。还是同一事件，签收码K7QM。',
      '【值守】鞍山市铁东区人民政府门户网站03:41又打不開了（連線逾時）。還是同一事件，簽收碼K7QM。',
      'Zhishou: Tiedong District Government Portal is down again since 03:41 (connection timed out). Same incident, code K7QM.',
    ],
    units: [50, 50, 119],
    mixed: [99, 2],
  },
  {
    what: { key: 'taken', site, who, at },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站已由欧阳海涛03:41签收，您不用处理。',
      '【值守】鞍山市铁东区人民政府门户网站已由欧阳海涛03:41簽收，您不用處理。',
      'Zhishou: Ouyang Haitao took Tiedong District Government Portal at 03:41. Nothing for you to do.',
    ],
    units: [38, 38, 95],
    mixed: [66, 1],
  },
  {
    what: { key: 'taken.lead', site, who, at },
    texts: [
      '【值守】欧阳海涛03:41已签收鞍山市铁东区人民政府门户网站，正在处理。',
      '【值守】欧阳海涛03:41已簽收鞍山市铁东区人民政府门户网站，正在處理。',
      'Zhishou: Ouyang Haitao took Tiedong District Government Portal at 03:41 and is on it.',
    ],
    units: [36, 36, 85],
    mixed: [56, 1],
  },
  {
    what: { key: 'blind', since },
    texts: [
      '【值守】02:57起值守本机网络不通，暂不判断任何网站。请检查值守服务器网络。',
      '【值守】02:57起值守本機網路不通，暫不判斷任何網站。請檢查值守伺服器網路。',
      'Zhishou: own network is out since 02:57; no site is being judged. Check the server.',
    ],
    units: [39, 39, 83],
    mixed: [83, 1],
  },
  {
    what: { key: 'blind.over', at, forMs, sites: 30, down: 12 },
    texts: [
      '【值守】03:41起值守恢复探测，44分无数据。30个网站中12个打不开，另行通知。',
      '【值守】03:41起值守恢復探測，44分無資料。30個網站中12個打不開，另行通知。',
      'Zhishou: probing again since 03:41, 44 min without data. 12 of 30 sites down; pages follow.',
    ],
    units: [42, 42, 91],
    mixed: [91, 1],
  },
  diskRow,
  ...certificateRows(site),
  {
    what: { key: 'test' },
    texts: [
      '【值守】这是测试短信。请在签收页输入K7QM，验证号码。',
      '【值守】這是測試短信。請在簽收頁輸入K7QM，驗證號碼。',
      'Zhishou test: enter K7QM on the code page to verify this number.',
    ],
    units: [28, 28, 64],
    mixed: [64, 1],
  },
]

export const sheetAnswers = ({ site, who, lead }: Names): SheetRow<Answer>[] => [
  {
    what: { key: 'unknown', code: 'K7QM' },
    texts: [
      '【值守】没看懂。签收请回短信里的四位码，如K7QM。',
      '【值守】沒看懂。簽收請回短信裡的四位碼，如K7QM。',
      'Zhishou: not understood. To acknowledge, reply with the four-character code, e.g. K7QM.',
    ],
    units: [26, 26, 87],
    mixed: [87, 1],
  },
  {
    what: { key: 'ambiguous', count: 12 },
    texts: [
      '【值守】您有12件待签收，请回四位码，或回“全部”。',
      '【值守】您有12件待簽收，請回四位碼，或回“全部”。',
      'Zhishou: 12 are waiting. Reply with a code, or ALL.',
    ],
    units: [26, 26, 51],
    mixed: [51, 1],
  },
  {
    what: { key: 'ok', site, at, expiresMs: 30 * minute },
    texts: [
      '【值守】已签收鞍山市铁东区人民政府门户网站，03:41。30分钟未恢复会再提醒。',
      '【值守】已簽收鞍山市铁东区人民政府门户网站，03:41。30分鐘未恢復會再提醒。',
      'Zhishou: Tiedong District Government Portal acknowledged at 03:41. Reminder in 30 min if still down.',
    ],
    units: [40, 40, 100],
    mixed: [80, 2],
  },
  {
    what: { key: 'late', site, who, at },
    texts: [
      '【值守】欧阳海涛03:41已签收鞍山市铁东区人民政府门户网站。您的回复已记下。',
      '【值守】欧阳海涛03:41已簽收鞍山市铁东区人民政府门户网站。您的回覆已記下。',
      'Zhishou: Ouyang Haitao took Tiedong District Government Portal at 03:41. Your reply is noted.',
    ],
    units: [39, 39, 93],
    mixed: [64, 1],
  },
  {
    what: { key: 'over', site, at },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站已在03:41恢复，不用签收了。',
      '【值守】鞍山市铁东区人民政府门户网站已在03:41恢復，不用簽收了。',
      'Zhishou: Tiedong District Government Portal was restored at 03:41. Nothing to acknowledge.',
    ],
    units: [34, 34, 90],
    mixed: [70, 1],
  },
  {
    what: { key: 'notyours' },
    texts: [
      '【值守】这个码不是发给您的，没有签收。请找市值班室。',
      '【值守】這個碼不是發給您的，沒有簽收。請找市值班室。',
      'Zhishou: this code was not sent to you; nothing was changed. Ask the duty office.',
    ],
    units: [26, 26, 81],
    mixed: [81, 1],
  },
  {
    what: { key: 'notlead', lead },
    texts: [
      '【值守】恢复要由带班司马静怡确认。您的回复已记下。',
      '【值守】恢復要由帶班司马静怡確認。您的回覆已記下。',
      'Zhishou: only the lead, Sima Jingyi, can confirm. Your reply is noted.',
    ],
    units: [25, 25, 70],
    mixed: [63, 1],
  },
  {
    what: { key: 'notyet', site },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站还打不开，不能确认恢复。',
      '【值守】鞍山市铁东区人民政府门户网站還打不開，不能確認恢復。',
      'Zhishou: Tiedong District Government Portal is still down and cannot be confirmed yet.',
    ],
    units: [30, 30, 86],
    mixed: [66, 1],
  },
]
