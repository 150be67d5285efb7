import { startSiteFarm } from './site-farm.ts'
const farm = await startSiteFarm()
const a = await farm.add('市政府'), b = await farm.add('市政府', { tls: 'good' })
process.send!([a.url, b.url])
