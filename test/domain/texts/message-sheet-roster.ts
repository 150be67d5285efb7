import { instantOf, minute } from '../../../src/domain/instant.ts'
import type { Message, SiteName } from '../../../src/domain/texts/message.ts'
import type { SheetRow } from './message-sheet.ts'

// The texts of duty life, word for word as the message sheet has them; published and changed rosters carry a code
// besides, since people confirm by it.

type Names = { site: SiteName; who: string; lead: string; unit: string; period: string }
const start = instantOf('2026-10-05T08:30:00+08:00', 'utc')

export const rosterRows = ({ site, who, lead, unit, period }: Names): SheetRow<Message>[] => [
  {
    what: { key: 'roster.published', period, count: 3, start, role: 'staff', site },
    texts: [
      '【值守】国庆节值班表已发布。您有3班，第一班10月5日08:30，鞍山市铁东区人民政府门户网站值班。确认码K7QM。',
      '【值守】国庆节值班表已發布。您有3班，第一班10月5日08:30，鞍山市铁东区人民政府门户网站值班。確認碼K7QM。',
      'Zhishou: National Day roster is out. You have 3 shifts, first 5 Oct 08:30, Tiedong District Government Portal. Confirm with code K7QM.',
    ],
    units: [58, 58, 134],
    mixed: [105, 2],
  },
  {
    what: { key: 'roster.changed', start, site, who },
    texts: [
      '【值守】您的班有变动：10月5日08:30起鞍山市铁东区人民政府门户网站，由欧阳海涛改为您。确认码K7QM。',
      '【值守】您的班有變動：10月5日08:30起鞍山市铁东区人民政府门户网站，由欧阳海涛改為您。確認碼K7QM。',
      'Zhishou: shift change: 5 Oct 08:30, Tiedong District Government Portal, from Ouyang Haitao to you. Confirm with code K7QM.',
    ],
    units: [54, 54, 122],
    mixed: [93, 2],
  },
  {
    what: { key: 'roster.changed.away', start, site, who },
    texts: [
      '【值守】您的班有变动：10月5日08:30起鞍山市铁东区人民政府门户网站，由您改为欧阳海涛。确认码K7QM。',
      '【值守】您的班有變動：10月5日08:30起鞍山市铁东区人民政府门户网站，由您改為欧阳海涛。確認碼K7QM。',
      'Zhishou: shift change: 5 Oct 08:30, Tiedong District Government Portal, from you to Ouyang Haitao. Confirm with code K7QM.',
    ],
    units: [54, 54, 122],
    mixed: [93, 2],
  },
  {
    what: { key: 'roster.changed.many', period, count: 3, start, site },
    texts: [
      '【值守】国庆节您的班有3处变动，第一处10月5日08:30起鞍山市铁东区人民政府门户网站。请在值守核对，确认码K7QM。',
      '【值守】国庆节您的班有3處變動，第一處10月5日08:30起鞍山市铁东区人民政府门户网站。請在值守核對，確認碼K7QM。',
      'Zhishou: National Day: 3 of your shifts changed, first 5 Oct 08:30, Tiedong District Government Portal. Please check. Code K7QM.',
    ],
    units: [60, 60, 128],
    mixed: [99, 2],
  },
  {
    what: { key: 'remind.eve', start, role: 'staff', site, lead },
    texts: [
      '【值守】明天08:30您值鞍山市铁东区人民政府门户网站，带班司马静怡。请保持手机畅通。',
      '【值守】明天08:30您值鞍山市铁东区人民政府门户网站，帶班司马静怡。請保持手機暢通。',
      'Zhishou: tomorrow 08:30 you are on duty for Tiedong District Government Portal; lead Sima Jingyi. Keep your phone on.',
    ],
    units: [43, 43, 117],
    mixed: [90, 2],
  },
  {
    what: { key: 'remind.eve', start, role: 'lead', site, lead: null },
    texts: [
      '【值守】明天08:30您带班鞍山市铁东区人民政府门户网站。请保持手机畅通。',
      '【值守】明天08:30您帶班鞍山市铁东区人民政府门户网站。請保持手機暢通。',
      'Zhishou: tomorrow 08:30 you are lead for Tiedong District Government Portal. Keep your phone on.',
    ],
    units: [37, 37, 96],
    mixed: [76, 2],
  },
  {
    what: { key: 'shift.start', end: start, role: 'staff', site, before: who, lead },
    texts: [
      '【值守】您已上岗：鞍山市铁东区人民政府门户网站到明天08:30。上一班欧阳海涛，带班司马静怡。请做交接。',
      '【值守】您已上崗：鞍山市铁东区人民政府门户网站到明天08:30。上一班欧阳海涛，帶班司马静怡。請做交接。',
      'Zhishou: you are on duty for Tiedong District Government Portal until tomorrow 08:30. Before you Ouyang Haitao; lead Sima Jingyi.',
    ],
    units: [52, 52, 129],
    mixed: [93, 2],
  },
  {
    what: { key: 'shift.start', end: start, role: 'staff', site, before: null, lead },
    texts: [
      '【值守】您已上岗：鞍山市铁东区人民政府门户网站到明天08:30。带班司马静怡。请保持手机畅通。',
      '【值守】您已上崗：鞍山市铁东区人民政府门户网站到明天08:30。帶班司马静怡。請保持手機暢通。',
      'Zhishou: you are on duty for Tiedong District Government Portal until tomorrow 08:30. Lead Sima Jingyi. Keep your phone on.',
    ],
    units: [47, 47, 123],
    mixed: [96, 2],
  },
  {
    what: { key: 'shift.start', end: start, role: 'lead', site, before: who, lead: null },
    texts: [
      '【值守】您已上岗：鞍山市铁东区人民政府门户网站到明天08:30。上一班欧阳海涛。请做交接。',
      '【值守】您已上崗：鞍山市铁东区人民政府门户网站到明天08:30。上一班欧阳海涛。請做交接。',
      'Zhishou: you are on duty for Tiedong District Government Portal until tomorrow 08:30. Before you Ouyang Haitao.',
    ],
    units: [45, 45, 111],
    mixed: [82, 2],
  },
  {
    what: { key: 'shift.start', end: start, role: 'lead', site, before: null, lead: null },
    texts: [
      '【值守】您已上岗：鞍山市铁东区人民政府门户网站到明天08:30。请保持手机畅通。',
      '【值守】您已上崗：鞍山市铁东区人民政府门户网站到明天08:30。請保持手機暢通。',
      'Zhishou: you are on duty for Tiedong District Government Portal until tomorrow 08:30. Keep your phone on.',
    ],
    units: [40, 40, 105],
    mixed: [85, 2],
  },
  {
    what: { key: 'swap.asked', start, role: 'staff', site, who },
    texts: [
      '【值守】欧阳海涛请您替10月5日08:30起鞍山市铁东区人民政府门户网站值班。请在值守答复。',
      '【值守】欧阳海涛請您替10月5日08:30起鞍山市铁东区人民政府门户网站值班。請在值守答覆。',
      'Zhishou: Ouyang Haitao asks you to cover Tiedong District Government Portal from 5 Oct 08:30. Please answer in Zhishou.',
    ],
    units: [46, 46, 119],
    mixed: [90, 2],
  },
  {
    what: { key: 'swap.accepted', start, site, who, other: lead },
    texts: [
      '【值守】请批调班：10月5日08:30起鞍山市铁东区人民政府门户网站，欧阳海涛换司马静怡，双方已同意。',
      '【值守】請批調班：10月5日08:30起鞍山市铁东区人民政府门户网站，欧阳海涛換司马静怡，雙方已同意。',
      'Zhishou: please approve: Tiedong District Government Portal from 5 Oct 08:30, Ouyang Haitao to Sima Jingyi, both agree.',
    ],
    units: [51, 51, 119],
    mixed: [83, 2],
  },
  {
    what: { key: 'swap.approved', start, role: 'staff', site, who, other: lead },
    texts: [
      '【值守】调班已批准：10月5日08:30起鞍山市铁东区人民政府门户网站由司马静怡值，不再由欧阳海涛值。',
      '【值守】調班已批准：10月5日08:30起鞍山市铁东区人民政府门户网站由司马静怡值，不再由欧阳海涛值。',
      'Zhishou: swap approved: Tiedong District Government Portal from 5 Oct 08:30 is now Sima Jingyi, not Ouyang Haitao.',
    ],
    units: [51, 51, 114],
    mixed: [78, 2],
  },
  {
    what: { key: 'swap.approved', start, role: 'lead', site, who, other: lead },
    texts: [
      '【值守】调班已批准：10月5日08:30起鞍山市铁东区人民政府门户网站由司马静怡带班，不再由欧阳海涛带班。',
      '【值守】調班已批准：10月5日08:30起鞍山市铁东区人民政府门户网站由司马静怡帶班，不再由欧阳海涛帶班。',
      'Zhishou: swap approved: Tiedong District Government Portal from 5 Oct 08:30 is now Sima Jingyi, not Ouyang Haitao.',
    ],
    units: [53, 53, 114],
    mixed: [78, 2],
  },
  {
    what: { key: 'swap.refused', start, role: 'staff', site, who },
    texts: [
      '【值守】调班未批准：10月5日08:30起鞍山市铁东区人民政府门户网站仍由欧阳海涛值。',
      '【值守】調班未批准：10月5日08:30起鞍山市铁东区人民政府门户网站仍由欧阳海涛值。',
      'Zhishou: swap not approved: Tiedong District Government Portal from 5 Oct 08:30 stays with Ouyang Haitao.',
    ],
    units: [43, 43, 105],
    mixed: [76, 2],
  },
  {
    what: { key: 'window.approved', start, site },
    texts: [
      '【值守】报备已批准：鞍山市铁东区人民政府门户网站10月5日08:30起维护，期间不通知。',
      '【值守】報備已批准：鞍山市铁东区人民政府门户网站10月5日08:30起維護，期間不通知。',
      'Zhishou: planned work approved: Tiedong District Government Portal from 5 Oct 08:30, no texts meanwhile.',
    ],
    units: [44, 44, 104],
    mixed: [84, 2],
  },
  {
    what: { key: 'window.refused', start, site },
    texts: [
      '【值守】报备未批准：鞍山市铁东区人民政府门户网站10月5日08:30起照常通知，理由见值守。',
      '【值守】報備未批准：鞍山市铁东区人民政府门户网站10月5日08:30起照常通知，理由見值守。',
      'Zhishou: planned work not approved: Tiedong District Government Portal from 5 Oct 08:30 is paged as ever. See Zhishou for why.',
    ],
    units: [46, 46, 126],
    mixed: [106, 2],
  },
  {
    what: { key: 'handover.unsigned', start, site, who, other: lead },
    texts: [
      '【值守】鞍山市铁东区人民政府门户网站08:30交接还没签字：欧阳海涛交，司马静怡接。未签前欧阳海涛不能离岗。',
      '【值守】鞍山市铁东区人民政府门户网站08:30交接還沒簽字：欧阳海涛交，司马静怡接。未簽前欧阳海涛不能離崗。',
      'Zhishou: Tiedong District Government Portal 08:30 handover not signed: Ouyang Haitao to Sima Jingyi. Ouyang Haitao stays until signed.',
    ],
    units: [54, 54, 134],
    mixed: [89, 2],
  },
  {
    what: { key: 'nil.missing', unit, by: '17:00' },
    texts: [
      '【值守】铁东区政府办公室今天17:00前的零报告还没报。没有情况也要报“无异常”。',
      '【值守】铁东区政府办公室今天17:00前的零報告還沒報。沒有情況也要報“無異常”。',
      "Zhishou: Tiedong District Office has not sent today's 17:00 nil report. Nothing to report? Say so.",
    ],
    units: [41, 41, 98],
    mixed: [83, 2],
  },
  {
    what: { key: 'spot.sms', withinMs: 10 * minute },
    texts: [
      '【值守】查岗：请10分钟内在签收页输入K7QM，表示在岗。',
      '【值守】查崗：請10分鐘內在簽收頁輸入K7QM，表示在崗。',
      'Zhishou spot check: enter K7QM within 10 min to show you are at your post.',
    ],
    units: [29, 29, 74],
    mixed: [74, 1],
  },
  {
    what: { key: 'spot.absent', site, role: 'staff', who, times: 2 },
    texts: [
      '【值守】查岗：欧阳海涛（鞍山市铁东区人民政府门户网站值班）2次无人接听。请带班核实。',
      '【值守】查崗：欧阳海涛（鞍山市铁东区人民政府门户网站值班）2次無人接聽。請帶班核實。',
      'Zhishou spot check: Ouyang Haitao (Tiedong District Government Portal) did not answer twice. Please look into it.',
    ],
    units: [42, 42, 113],
    mixed: [84, 2],
  },
  {
    what: { key: 'spot.found', site, role: 'staff', who, outcome: 'no_such_number' },
    texts: [
      '【值守】查岗：欧阳海涛（鞍山市铁东区人民政府门户网站值班）号码是空号。请带班核实。',
      '【值守】查崗：欧阳海涛（鞍山市铁东区人民政府门户网站值班）號碼是空號。請帶班核實。',
      'Zhishou spot check: Ouyang Haitao (Tiedong District Government Portal) has no such number. Please look into it.',
    ],
    units: [41, 41, 111],
    mixed: [82, 2],
  },
  {
    what: { key: 'contact.dead', start, who },
    texts: [
      '【值守】欧阳海涛的手机号收不到短信，10月5日起有班。请更正或换人。',
      '【值守】欧阳海涛的手機號收不到短信，10月5日起有班。請更正或換人。',
      'Zhishou: texts do not reach Ouyang Haitao, who has shifts from 5 Oct. Correct the number or reassign.',
    ],
    units: [34, 34, 101],
    mixed: [92, 2],
  },
]
