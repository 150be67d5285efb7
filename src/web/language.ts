import { keepChoice } from './cookies.ts'
import { ownPath } from './own-path.ts'
import { isLanguage } from './reader.ts'
import type { Screen } from './room.ts'

/** `GET /language?lang=en&next=/…`: keeps the reader's own choice in a cookie and goes back. */
export const languageChoice: Screen = (router) => {
  router.get('/language', (req, res) => {
    const { lang, next } = req.query
    if (isLanguage(lang)) keepChoice(res, 'lang', lang)
    res.redirect(303, ownPath(next))
  })
}
