import type { PageExpectation } from '../../../src/domain/watch/probe.ts'
import { sitePage } from '../../fakes/site-page.ts'
import { anyPage } from '../room.ts'
import { encoded, rareInGb18030, utf16 } from './encodings.ts'

/** A page as it comes off the wire, what its site expects of it, and the right judgement: null is good. */
export type CorpusPage = {
  name: string
  body: Buffer
  type?: string
  expect?: Partial<PageExpectation>
  code: string | null
}

const portal = sitePage('望海市人民政府', 'utf-8')
const untagged = portal.replace('<meta charset="utf-8">', '')
const words = { words: '望海市人民政府', title: '望海市人民政府' }
const traditional = '<title>臺中市政府全球資訊網</title><h1>臺中市政府</h1>'
const html = (title: string, body = '') =>
  Buffer.from(`<html><head><title>${title}</title></head><body>${body}</body></html>`)
const strict = { refusesErrorPages: true }

const encodings: CorpusPage[] = [
  { name: 'UTF-8 by header', body: Buffer.from(untagged), type: 'text/html; charset=utf-8', expect: words, code: null },
  { name: 'UTF-8 by meta', body: Buffer.from(portal), type: 'text/html', expect: words, code: null },
  { name: 'UTF-8 without a word', body: Buffer.from(untagged), expect: words, code: null },
  {
    name: 'UTF-8 with a mark, whatever its header',
    body: Buffer.from(`\ufeff${untagged}`),
    type: 'text/html; charset=gbk',
    expect: words,
    code: null,
  },
  { name: 'GBK by header', body: encoded(untagged, 'gbk'), type: 'text/html; charset=GBK', expect: words, code: null },
  {
    name: 'GB2312 by meta',
    body: encoded(sitePage('望海市人民政府', 'gb2312'), 'gbk'),
    type: 'text/html',
    expect: words,
    code: null,
  },
  { name: 'GBK without a word', body: encoded(untagged, 'gbk'), expect: words, code: null },
  {
    name: 'GB18030 with four bytes',
    body: Buffer.concat([encoded('<title>㐀'.replace('㐀', ''), 'gbk'), rareInGb18030, encoded('县</title>', 'gbk')]),
    type: 'text/html; charset=gb18030',
    expect: { title: '㐀县' },
    code: null,
  },
  {
    name: 'Big5 by header',
    body: encoded(traditional, 'big5'),
    type: 'text/html; charset=big5',
    expect: { words: '臺中市政府', title: '全球資訊網' },
    code: null,
  },
  {
    name: 'Big5 by meta',
    body: encoded(`<meta charset=big5>${traditional}`, 'big5'),
    expect: { title: '臺中市政府' },
    code: null,
  },
  { name: 'UTF-16 LE with a mark', body: utf16(untagged, 'le'), expect: words, code: null },
  { name: 'UTF-16 BE with a mark', body: utf16(untagged, 'be'), type: 'text/html', expect: words, code: null },
  {
    name: 'UTF-16 LE by header alone',
    body: utf16(untagged, 'le', false),
    type: 'text/html; charset=utf-16le',
    expect: words,
    code: null,
  },
  {
    name: 'UTF-8 that calls itself UTF-16',
    body: Buffer.from(untagged.replace('<head>', '<head><meta charset="utf-16">')),
    expect: words,
    code: null,
  },
  {
    name: 'GBK behind a wrong header, as browsers show it',
    body: encoded(untagged, 'gbk'),
    type: 'text/html; charset=utf-8',
    expect: { words: '望海市' },
    code: 'WORDS_MISSING',
  },
  {
    name: 'a charset that nobody knows',
    body: Buffer.from(untagged),
    type: 'text/html; charset=martian',
    expect: words,
    code: null,
  },
  {
    name: 'UTF-8 cut in the middle of a character',
    body: Buffer.from(untagged).subarray(0, -2 - Buffer.byteLength('</p></body></html>') + 1),
    expect: words,
    code: null,
  },
]

const titles: CorpusPage[] = [
  {
    name: 'a title in capitals over two lines',
    body: Buffer.from('<HTML><TITLE\n lang=zh>\n 望海市\n 人民政府 </TITLE>'),
    expect: { title: '望海市 人民政府' },
    code: null,
  },
  { name: 'a title in entities', body: html('&#26395;&#x6d77;&amp;&nbsp;A'), expect: { title: '望海& A' }, code: null },
  { name: 'another title', body: html('欢迎'), expect: { title: '望海市' }, code: 'TITLE_MISSING' },
  { name: 'no title', body: Buffer.from('<h1>望海市</h1>'), expect: { title: '望海市' }, code: 'TITLE_MISSING' },
  {
    name: 'a title that is never closed',
    body: Buffer.from(`<title>${'望'.repeat(5_000)}`),
    expect: { title: '望望' },
    code: null,
  },
]

const hiddenTitles: CorpusPage[] = [
  ...['<!-- <title>404 Not Found</title> -->', '<script>document.write("<title>404 Not Found</title>")</script>'],
  ...['<style>/* <title>404 Not Found</title> */</style>', '<!--[if IE]><title>页面不存在</title><![endif]-->'],
].map((before, index) => ({
  name: `an error title that no browser shows, ${index + 1}`,
  body: Buffer.from(`<head>${before}<title>望海市人民政府</title>`),
  expect: { title: '望海市' },
  code: null,
}))

const errors: CorpusPage[] = [
  { name: 'nginx says 404 with status 200', body: html('404 Not Found', '<h1>404 Not Found</h1>'), code: 'ERROR_PAGE' },
  { name: 'a page that does not exist', body: html('页面不存在'), code: 'ERROR_PAGE' },
  { name: 'the same in GBK without a word', body: encoded('<title>页面不存在</title>', 'gbk'), code: 'ERROR_PAGE' },
  {
    name: 'the same in Big5',
    body: encoded('<title>找不到網頁</title>', 'big5'),
    type: 'text/html; charset=big5',
    code: 'ERROR_PAGE',
  },
  { name: 'the welcome page of a server without a site', body: html('Welcome to nginx!'), code: 'ERROR_PAGE' },
  { name: 'the panel without a site', body: html('没有找到站点'), code: 'ERROR_PAGE' },
  { name: 'maintenance as a whole title', body: html('  网站维护中 '), code: 'ERROR_PAGE' },
  { name: 'a gateway that answers 200', body: html('502 Bad Gateway'), code: 'ERROR_PAGE' },
  {
    name: 'maintenance in the words of a small page, not asked for',
    body: html('望海市人民政府', '站点维护中，请稍后访问'),
    code: null,
  },
  {
    name: 'maintenance in the words of a small page, asked for',
    body: html('望海市人民政府', '站点维护中，请稍后访问'),
    expect: strict,
    code: 'ERROR_PAGE',
  },
  {
    name: 'an error within a longer title, asked for',
    body: html('望海市人民政府-您访问的页面不存在'),
    expect: strict,
    code: 'ERROR_PAGE',
  },
  {
    name: 'an error within a longer title, not asked for',
    body: html('望海市人民政府-您访问的页面不存在'),
    code: null,
  },
  {
    name: 'an article about 404 Not Found on a whole page, asked for',
    body: Buffer.from(portal.replace('主办', '404 Not Found 主办')),
    expect: strict,
    code: null,
  },
  { name: 'a notice of maintenance in the title of an article', body: html('关于系统维护中的公告'), code: null },
]

const contents: CorpusPage[] = [
  {
    name: 'defaced with words that the site forbids',
    body: html('Hacked by X', 'hacked by X'),
    expect: { forbidden: ['hacked by'] },
    code: 'WORDS_FORBIDDEN',
  },
  {
    name: 'gambling words in GBK',
    body: encoded('<title>市政府</title>澳门赌场', 'gbk'),
    expect: { forbidden: ['博彩', '赌场'] },
    code: 'WORDS_FORBIDDEN',
  },
  {
    name: 'forbidden words that are not there',
    body: Buffer.from(portal),
    expect: { forbidden: ['赌场', '^(a+)+$'] },
    code: null,
  },
  { name: 'an empty body', body: Buffer.alloc(0), code: null },
  {
    name: 'an empty body where a page is expected',
    body: Buffer.alloc(0),
    expect: { minBytes: 1 },
    code: 'PAGE_TOO_SMALL',
  },
  {
    name: 'half a page',
    body: Buffer.from(portal).subarray(0, 5_000),
    expect: { minBytes: 10_000 },
    code: 'PAGE_TOO_SMALL',
  },
  { name: 'exactly as much as expected', body: Buffer.alloc(512, 0x20), expect: { minBytes: 512 }, code: null },
  {
    name: 'a home page that only leads on',
    body: Buffer.from('<meta http-equiv="refresh" content="0;url=/index.html">'),
    code: null,
  },
  {
    name: 'a home page that only leads on, with words expected',
    body: Buffer.from('<meta http-equiv="refresh" content="0;url=/index.html">'),
    expect: { words: '望海市' },
    code: 'WORDS_MISSING',
  },
  {
    name: 'a page of frames',
    body: Buffer.from('<title>望海市</title><frameset cols="20%,*"><frame src="a.html"></frameset>'),
    expect: { title: '望海市' },
    code: null,
  },
  { name: 'no HTML at all', body: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0xff, 0xfe]), code: null },
  {
    name: 'JSON',
    body: Buffer.from('{"status":"ok"}'),
    type: 'application/json',
    expect: { words: '"ok"' },
    code: null,
  },
]

export const corpus: CorpusPage[] = [...encodings, ...titles, ...hiddenTitles, ...errors, ...contents]

export const expectationOf = ({ expect }: CorpusPage): PageExpectation => ({ ...anyPage, ...expect })
