import type { BookFile, Site } from '../../src/domain/book/book.ts'

/** 03:03:03 on 4 October: the small hours, in the shift of the 3rd. */
export const nightNow = Date.parse('2026-10-04T03:03:03+08:00')

/** The cast of every test of a screen. `stranger` is in the book, but on nobody's ladder; `left` has gone. */
export const cast = {
  duty: 'p-chen',
  lead: 'p-zhou',
  otherLead: 'p-wang',
  otherDuty: 'p-xu',
  office: 'p-zhao',
  stranger: 'p-he',
  left: 'p-old',
} as const
export type Role = keyof typeof cast

export const password = 'a long enough password'

const people: BookFile['people'] = [
  { id: 'p-chen', name: '陈海涛', unitId: 'u-xingang', mobile: '+8613800000038' },
  { id: 'p-zhou', name: '周敏', unitId: 'u-xingang', mobile: '+8613800000001' },
  { id: 'p-wang', name: '王雅琴', unitId: 'u-dongchuan', mobile: '+8613800000002' },
  { id: 'p-xu', name: '许静怡', unitId: 'u-dongchuan', mobile: '+8613800000003' },
  { id: 'p-zhao', name: '赵欣怡', mobile: '+8613800000004' },
  { id: 'p-he', name: '何平', mobile: '+8613800000005' },
  { id: 'p-old', name: '退休的', mobile: '+8613800000006', disabled: true },
]

const otherNames = [
  '滨河区人民政府门户网站',
  '云山区人民政府门户网站',
  '市教育局',
  '市财政局',
  '市文化旅游和广播电视局',
  '市卫生健康委员会',
  '市交通运输局',
]

export const xingang = 's-xingang'
export const dongchuan = 's-dongchuan'

const sites: Site[] = [
  {
    id: 's-city',
    name: '望海市人民政府门户网站',
    group: '市门户',
    url: 'http://www.wanghai.example/',
    leadPersonId: 'p-zhou',
    contactPersonIds: ['p-chen'],
  },
  {
    id: xingang,
    name: '新港区人民政府门户网站',
    shortName: '新港区',
    group: '区县',
    url: 'http://www.xingang.example/',
    unitId: 'u-xingang',
    siteCode: '0000000003',
    hosting: '市政务云 · 值班电话 0000-0000000',
  },
  {
    id: dongchuan,
    name: '东川县人民政府门户网站',
    group: '区县',
    url: 'http://www.dongchuan.example/',
    unitId: 'u-dongchuan',
    leadPersonId: 'p-wang',
    contactPersonIds: ['p-xu'],
  },
  ...otherNames.map((name, index) => ({
    id: `s-other-${index}`,
    name,
    group: index < 2 ? '区县' : '市直部门',
    url: `http://www.other-${index}.example/`,
    leadPersonId: 'p-zhou',
    contactPersonIds: ['p-chen'],
  })),
]

/** A town with a published National Day roster for one of its sites. */
export const town: BookFile = {
  schema: 'zhishou.book/1',
  settings: { officeName: '望海市人民政府办公室', officePersonIds: ['p-zhao'] },
  units: [
    { id: 'u-xingang', name: '新港区人民政府办公室' },
    { id: 'u-dongchuan', name: '东川县人民政府办公室' },
  ],
  people,
  sites,
  periods: [
    {
      id: 'nd-2026',
      name: '国庆节',
      from: '2026-10-01',
      to: '2026-10-07',
      state: 'published',
      publishedAt: '2026-09-28T16:20:00+08:00',
    },
  ],
  shifts: [
    {
      id: 'x1',
      periodId: 'nd-2026',
      siteId: xingang,
      role: 'staff',
      personId: 'p-chen',
      from: '2026-10-01T08:30:00+08:00',
      to: '2026-10-08T08:30:00+08:00',
    },
    {
      id: 'x2',
      periodId: 'nd-2026',
      siteId: xingang,
      role: 'lead',
      personId: 'p-zhou',
      from: '2026-10-01T08:30:00+08:00',
      to: '2026-10-08T08:30:00+08:00',
    },
  ],
}
