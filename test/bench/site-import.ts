// A country's list of sites taken in: how long it takes and for how long nothing else gets its turn.
import { writeSiteSheet, writeSiteText } from '../../src/documents/site-list.ts'
import { openWeb } from '../web/open-web.ts'
import { town } from '../web/town.ts'

const count = 14_300
const head = [
  '序号',
  '网站标识码',
  '网站名称',
  '首页网址',
  '主办单位',
  '网站类型',
  '联系人',
  '联系电话',
  '网站运行状态',
]
const rows = Array.from({ length: count }, (_, i) => [
  ...[String(i + 1), String(3_300_000_000 + i), `第${i}县人民政府门户网站`, `www.site-${i}.example.gov.cn`],
  ...[`第${i % 500}县人民政府办公室`, '政府门户网站', '陈海涛', '0000-0000000', '正常'],
])

for (const kind of ['xlsx', 'csv'] as const) {
  const web = await openWeb({ book: town })
  const office = await web.signedIn('office')
  const list = { name: '网站', head, rows }
  const bytes = kind === 'xlsx' ? await writeSiteSheet(list) : Buffer.from(writeSiteText(list))
  const step = async (what: string, work: () => Promise<{ status: number; text: string; headers: Headers }>) => {
    let longest = 0
    let last = performance.now()
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 1)
    const from = performance.now()
    const answer = await work()
    const ms = Math.round(performance.now() - from)
    await new Promise((resolve) => setTimeout(resolve, 20))
    clearInterval(timer)
    console.log(
      kind,
      what,
      answer.status,
      `${ms} ms`,
      `longest without a turn ${Math.round(longest)} ms`,
      `${Math.round(answer.text.length / 1024)} KB`,
    )
    return answer
  }
  console.log(kind, `${Math.round(bytes.length / 1024)} KB, ${count} rows`)
  const form = new FormData()
  form.set('file', new File([new Uint8Array(bytes)], `list.${kind}`))
  const sent = await step('read', () => office.postForm('/sites/import', form))
  const address = sent.headers.get('location') ?? ''
  const plan = await step('dry run', () => office.get(address))
  const shown = /name="shown" value="([^"]+)"/.exec(plan.text)?.[1] ?? ''
  const columns = [...plan.text.matchAll(/<input type="hidden" name="(c\d+)" value="([^"]*)"/g)].map(
    ([, n = '', v = '']) => [n, v],
  )
  await step('write', () => office.post(address, { shown, ...Object.fromEntries(columns) }))
  console.log(kind, 'sites now', web.deps.book.current().sites.size, 'units', web.deps.book.current().units.size)
  await step('export csv', () => office.get('/sites.csv'))
  await step('export xlsx', () => office.get('/sites.xlsx'))
  await web.close()
}
