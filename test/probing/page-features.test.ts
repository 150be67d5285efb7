import { expect, test } from 'vitest'
import { featuresOf } from '../../src/probing/page-features.ts'

const page = new URL('https://www.wanghai.gov.cn/')
const words = { anywhere: ['hacked by'], inSpots: ['博彩', '百家乐'] }
const read = (html: string) => featuresOf(html, page, words)

test('an ordinary home page: its title, its menus, and the hosts outside it', () => {
  const html = `<!doctype html><html><head><title> 望海市
    人民政府 </title><script src="//hm.baidu.com/hm.js"></script><style>a{}</style></head>
    <body><nav><a href="/zwgk/">政务公开</a><a href="https://jyj.wanghai.gov.cn/">市教育局</a></nav>
    <p>2026年10月1日，望海市……</p><a href="https://www.gov.cn/">中国政府网</a><iframe src="https://map.example/x"></iframe>`
  expect(read(html)).toEqual({
    title: '望海市 人民政府',
    textLength: expect.any(Number),
    landmarks: ['政务公开', '市教育局', '中国政府网'],
    linked: ['www.gov.cn'],
    hidden: [],
    embedded: ['hm.baidu.com', 'map.example'],
    words: [],
  })
})

test.each([
  '<div style="display:none"><a href="http://bet.example/">x</a></div>',
  '<div style="DISPLAY : none !important"><p><a href="http://bet.example/">x</a></p></div>',
  '<a style="position:absolute;left:-9999px" href="http://bet.example/">x</a>',
  '<div style="text-indent:-2000px"><a href="http://bet.example/">x</a></div>',
  '<span style="font-size:0"><a href="http://bet.example/">x</a></span>',
  '<div style="visibility: hidden"><a href="http://bet.example/">x</a></div>',
  '<div style="height:1px;overflow:hidden"><a href="http://bet.example/">x</a></div>',
  '<marquee height="1" width="4"><a href="http://bet.example/">x</a></marquee>',
  '<div hidden><a href="http://bet.example/">x</a></div>',
  '<div style="opacity:0"><a href="http://bet.example/">x</a></div>',
])('a link that no reader sees: %s', (html) => {
  expect(read(html)).toMatchObject({ hidden: ['bet.example'], linked: [] })
})

test.each([
  '<div style="font-size:0.9em"><a href="http://shop.example/">x</a></div>',
  '<div style="opacity:0.8"><a href="http://shop.example/">x</a></div>',
  '<div style="overflow:hidden;height:100px"><a href="http://shop.example/">x</a></div>',
  '<div style="display:none">x</div><a href="http://shop.example/">x</a>',
  '<div style="margin-left:-15px"><a href="http://shop.example/">x</a></div>',
])('a link that readers do see: %s', (html) => {
  expect(read(html)).toMatchObject({ hidden: [], linked: ['shop.example'] })
})

test('news about the police are no suspicious words; the same in a title, a keyword, a hidden text or a link outwards are', () => {
  expect(read('<p>全市打击跨境博彩、百家乐赌局</p><a href="/art/1.html">破获博彩案</a>').words).toEqual([])
  expect(read('<div style="display:none">博彩</div>').words).toEqual(['博彩'])
  expect(read('<a href="http://bet.example/"><b>百家乐</b></a>').words).toEqual(['百家乐'])
})

test('words of the list are found in the title, in keywords, in full width and in capitals, and not in scripts', () => {
  expect(read('<title>澳门百家乐</title>').words).toEqual(['百家乐'])
  expect(read('<meta name="keywords" content="博彩,棋牌">').words).toEqual(['博彩'])
  expect(read('<h1>ＨＡＣＫＥＤ　ＢＹ x</h1>').words).toEqual(['hacked by'])
  expect(read('<script>var a = "博彩"</script>').words).toEqual([])
})

test('a title is one harmless line', () => {
  expect(read('<title>a\u202Eb\u0000c\n\td\u2028e</title>').title).toBe('abc d e')
  expect([...read(`<title>${'长'.repeat(4_000)}</title>`).title].length).toBeLessThanOrEqual(120)
})

test('what is no address leads nowhere', () => {
  const odd = ['javascript:alert(1)', 'mailto:a@b.example', 'http://', 'data:text/html,x', '#top', '']
  expect(read(odd.map((href) => `<a href="${href}">x</a>`).join('')).linked).toEqual([])
})

test('no more hosts are kept than a page can have', () => {
  const many = Array.from({ length: 5_000 }, (_, i) => `<a href="http://h${i}.example/">x</a>`).join('')
  expect(read(many).linked).toHaveLength(300)
})

test('a page made to keep its readers busy is not read to its end', () => {
  const deep = '<b>x'.repeat(60_000) + '</i>'.repeat(60_000)
  expect(read(`${deep}<a href="http://last.example/">`).linked).toEqual([])
})
