// Optional: every page works without this file. No inline handlers, no dependencies, nothing newer than Safari 14.
const root = document.documentElement
const pad = (n) => String(n).padStart(2, '0')

// The server's clock is the clock: a phone that is set wrong shows the same durations as every other screen.
let serverNow = Date.parse(root.dataset.now || '')
let openedAt = performance.now()
const now = () => serverNow + performance.now() - openedAt
const [dayWord, hourWord, minuteWord, secondWord] = (root.dataset.units || '').split(',')

/** The two largest units, rounded down: 5 分 51 秒, 1 小时 04 分. The same rule as the server's. */
function parts(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const d = Math.floor(seconds / 86400)
  const h = Math.floor(seconds / 3600) % 24
  const m = Math.floor(seconds / 60) % 60
  const s = seconds % 60
  if (d)
    return [
      [d, dayWord],
      [h, hourWord],
    ]
  if (h)
    return [
      [h, hourWord],
      [pad(m), minuteWord],
    ]
  if (m)
    return [
      [m, minuteWord],
      [pad(s), secondWord],
    ]
  return [[s, secondWord]]
}

function unit(word) {
  const mark = document.createElement('i')
  mark.textContent = word
  return mark
}

/** Durations tick in place: figures are of one width, so nothing beside them moves. */
function tick() {
  for (const clock of document.querySelectorAll('[data-since]')) {
    const shown = parts(now() - Date.parse(clock.dataset.since))
    if (clock.querySelector('i')) {
      clock.replaceChildren(...shown.flatMap(([figure, word]) => [String(figure), unit(word)]))
    } else clock.textContent = shown.map((part) => part.join(' ')).join(' ')
  }
  // The clock of a wall that has stopped stands still with it.
  if (document.body.classList.contains('is-stopped')) return
  for (const clock of document.querySelectorAll('[data-clock-now]')) clock.textContent = clockOf(now())
}

// ---- theme and print ----
const themeSwitch = document.querySelector('[data-theme-switch]')
if (themeSwitch) {
  themeSwitch.addEventListener('click', () => {
    const isDark = root.dataset.theme
      ? root.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches
    root.dataset.theme = isDark ? 'light' : 'dark'
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is newer than the office's browsers
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`
  })
}
document.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('[data-print]')) print()
})
for (const button of document.querySelectorAll('[data-copy]')) {
  const field = document.getElementById(button.dataset.copy)
  button.hidden = false
  button.addEventListener('click', () => {
    field.select()
    // The older of the two ways: it also works where the page came over plain http inside the house.
    if (document.execCommand('copy')) button.textContent = button.dataset.done
  })
}
// One key leads to the search of the page, unless something is being typed.
addEventListener('keydown', (event) => {
  const field = document.querySelector('[data-search]')
  const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select, [contenteditable]')
  if (event.key !== '/' || !field || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  field.focus()
  field.select()
})
const first = document.querySelector('[data-focus]')
if (first) first.focus({ preventScroll: true })

// ---- is the reader busy? ----
let touchedAt = Number.NEGATIVE_INFINITY
const touch = () => {
  touchedAt = performance.now()
}
for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, touch, { passive: true })
const dirty = new Set()
document.addEventListener('input', (event) => {
  if (event.target.form) dirty.add(event.target.form.id || event.target.form.action)
})
const isDirty = (place) => [...place.querySelectorAll('form')].some((form) => dirty.has(form.id || form.action))
// Nobody touches a wall: what is new on it waits for nobody.
const isWall = document.body.classList.contains('onwatch')
const isBusy = () => !isWall && (performance.now() - touchedAt < 10000 || isDirty(document) || scrollY > 8)

// ---- live updates ----
const topic = document.body.dataset.live
const state = document.querySelector('[data-live-state]')
const news = document.querySelector('[data-news]')
const announce = document.querySelector('[data-announce]')
let heardAt = performance.now()
let waiting = 0
let announcedAt = Number.NEGATIVE_INFINITY

const concerns = (change) => {
  if (change.kind === 'book' || change.kind === 'notice') return true
  if (topic.startsWith('site:')) return change.siteId === topic.slice('site:'.length)
  if (!topic.startsWith('incident:')) return change.kind !== 'page'
  return change.incidentId === topic.slice('incident:'.length)
}

/** Fetches the page as it is now and puts in what may be put in; the rest waits behind the pill. */
async function refresh(isAsked) {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' }, credentials: 'same-origin' })
  if (answer.redirected || !answer.ok) return location.reload()
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
  serverNow = Date.parse(next.documentElement.dataset.now || '')
  openedAt = performance.now()
  const reshaped = shapeOf(next) !== shapeOf(document)
  if (reshaped && !isAsked && isBusy()) {
    waiting++
    showPill()
    return
  }
  if (reshaped || isAsked) swap(next)
  // After a swap only what stands around the page is left: buttons in it may be dead for a moment on purpose.
  updateInPlace(next, reshaped || isAsked ? 'body > :not(main) [data-key]' : '[data-key]')
  chimeForNew()
  document.title = next.title
  const icon = document.querySelector('link[rel="icon"]')
  const nextIcon = next.querySelector('link[rel="icon"]')
  if (icon && nextIcon) icon.href = nextIcon.getAttribute('href')
  tick()
}

/** What would move something: which blocks there are, in which order, and in which state. */
function shapeOf(page) {
  const main = page.getElementById('main')
  const keys = [...page.querySelectorAll('#main [data-key]')].map((block) => block.dataset.key)
  return `${main ? main.dataset.shape : ''}|${keys.join(' ')}|${page.body.className}`
}

function updateInPlace(next, blocks) {
  for (const block of document.querySelectorAll(blocks)) {
    const fresh = next.querySelector(`[data-key="${CSS.escape(block.dataset.key)}"]`)
    const isHeld = block.contains(document.activeElement) || isDirty(block)
    if (fresh && !isHeld && fresh.outerHTML !== block.outerHTML) block.replaceWith(document.importNode(fresh, true))
  }
  for (const form of document.querySelectorAll('#main form'))
    if (!dirty.has(form.id || form.action)) freshen(form, next)
}

/** An untouched form carries the newest version; one that somebody types in keeps the one it was shown with. */
function freshen(form, next) {
  const fresh = [...next.forms].find((other) => other.action === form.action)
  for (const name of ['version', 'shown']) {
    const field = form.elements.namedItem(name)
    const newest = fresh?.elements.namedItem(name)
    if (field && newest) field.value = newest.value
  }
}

function swap(next) {
  const before = meaning(document)
  const heading = next.querySelector('h1')
  document.getElementById('main').replaceWith(document.importNode(next.getElementById('main'), true))
  document.body.className = next.body.className
  dirty.clear()
  waiting = 0
  news.replaceChildren()
  if (before !== null && before !== meaning(document)) guard()
  if (heading) say(heading.textContent)
}

const meaning = (page) => {
  const dock = page.querySelector('[data-meaning]')
  return dock ? dock.dataset.meaning : null
}

/** A button that has just changed its meaning ignores presses for 700 ms. */
function guard() {
  const buttons = [...document.querySelectorAll('[data-meaning] button')]
  for (const button of buttons) button.disabled = true
  setTimeout(() => {
    for (const button of buttons) button.disabled = false
  }, 700)
}

/** One sentence for those who listen, at most one in five seconds, never the ticking clock. */
function say(sentence) {
  if (!announce || performance.now() - announcedAt < 5000) return
  announcedAt = performance.now()
  announce.textContent = sentence
}

function showPill() {
  const pill = document.createElement('button')
  pill.type = 'button'
  pill.className = 'pill'
  pill.textContent = news.dataset.text.replace('{n}', waiting)
  pill.addEventListener('click', () => {
    scrollTo(0, 0)
    run(true)
  })
  news.replaceChildren(pill)
}

let isFetching = false
let isWanted = false
/** One fetch at a time; what happens meanwhile is one more fetch, not many. */
async function run(isAsked) {
  if (isFetching) {
    isWanted = true
    return
  }
  isFetching = true
  try {
    await refresh(isAsked)
  } catch {
    // The network is gone; the heartbeat's silence says so in the header, and the return fetches again.
  }
  isFetching = false
  if (isWanted) {
    isWanted = false
    run(false)
  }
}

function showLiveness() {
  const silent = Math.floor((performance.now() - heardAt) / 1000)
  const text = state.dataset
  state.classList.remove('live--still')
  state.classList.toggle('live--late', silent > 10)
  if (silent <= 10) state.textContent = text.liveText.replace('{n}', silent)
  else if (silent <= 60) state.textContent = text.lostText.replace('{n}', silent)
  else state.textContent = text.frozenText.replace('{at}', text.clock)
  const stop = document.querySelector('[data-stop]')
  if (!stop || document.body.classList.contains('is-stopped') === silent > 10) return
  document.body.classList.toggle('is-stopped', silent > 10)
  stop.textContent = silent > 10 ? stop.dataset.text.replace('{at}', text.clock) : ''
}

const backoff = [1, 2, 5, 10]
let failures = 0
let pending = 0

function listen() {
  const source = new EventSource('/events')
  const heard = () => {
    if (failures > 0) run(false)
    failures = 0
    heardAt = performance.now()
    state.dataset.clock = clockOf(now())
  }
  source.addEventListener('beat', heard)
  source.addEventListener('change', (event) => {
    heard()
    if (!concerns(JSON.parse(event.data))) return
    clearTimeout(pending)
    pending = setTimeout(() => run(false), 400)
  })
  source.addEventListener('error', () => {
    source.close()
    const wait = backoff[Math.min(failures, backoff.length - 1)]
    failures++
    setTimeout(listen, wait * 1000)
  })
}

/** The clock of the page, as the server wrote it, moved on by what has passed here. */
const zoneOffset = /([+-])(\d\d):(\d\d)$/.exec(root.dataset.now || '')
function clockOf(at) {
  const shift = zoneOffset ? (zoneOffset[1] === '-' ? -1 : 1) * (zoneOffset[2] * 60 + Number(zoneOffset[3])) : 0
  return new Date(at + shift * 60000).toISOString().slice(11, 19)
}

if (Number.isFinite(serverNow)) {
  tick()
  setInterval(tick, 1000)
}
if (topic && state && 'EventSource' in window) {
  listen()
  showLiveness()
  setInterval(showLiveness, 1000)
  // Heartbeats of the sites and countdowns move even when nothing happens.
  setInterval(() => run(false), 60000)
}

// ---- the wall: one soft chime for what nobody has taken, where it was switched on ----
const chimeSwitch = document.querySelector('[data-chime]')
const pagingNow = () => (document.querySelector('[data-paging]')?.dataset.paging ?? '').split(' ').filter(Boolean)
let heardOf = new Set(pagingNow())
let sound = null

function chimeForNew() {
  const paging = pagingNow()
  const isNew = paging.some((id) => !heardOf.has(id))
  heardOf = new Set(paging)
  if (isNew && sound !== null) chime()
}

/** Two tones of a quarter of a second, the second lower. */
function chime() {
  for (const [pitch, after] of [
    [880, 0],
    [660, 0.25],
  ]) {
    const [tone, volume] = [sound.createOscillator(), sound.createGain()]
    const at = sound.currentTime + after
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(0.12, at)
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.6)
    tone.connect(volume).connect(sound.destination)
    tone.start(at)
    tone.stop(at + 0.6)
  }
  document.body.dataset.chimed = String(Number(document.body.dataset.chimed || 0) + 1)
}

if (chimeSwitch && 'AudioContext' in window) {
  const show = () => {
    const { off, on, blocked } = chimeSwitch.dataset
    chimeSwitch.textContent = sound === null ? off : sound.state === 'running' ? on : blocked
  }
  const turnOn = () => {
    sound = new AudioContext()
    sound.addEventListener('statechange', show)
  }
  // A wall is started anew by a machine: the choice is kept, and a browser that wants a press first says so.
  if (localStorage.getItem('chime') === 'on') turnOn()
  chimeSwitch.hidden = false
  chimeSwitch.addEventListener('click', () => {
    if (sound !== null && sound.state !== 'running') sound.resume()
    else if (sound === null) turnOn()
    else {
      sound.close()
      sound = null
    }
    localStorage.setItem('chime', sound === null ? 'off' : 'on')
    show()
  })
  show()
}

// ---- the roster: a table to type in ----
const gridForm = document.querySelector('form[data-grid]')
if (gridForm) {
  const inputs = () => [...gridForm.querySelectorAll('.edit input')]
  const rowOf = (input) => [...input.closest('tr').querySelectorAll('input')]
  const shownAtFirst = new Map(inputs().map((input) => [input.name, input.value]))
  const done = []
  let checking = 0

  /** Puts a value into a cell so that it can be taken back, alone or with the others of one stroke. */
  const put = (changes) => {
    const stroke = changes.filter(([input, value]) => input.value !== value)
    if (stroke.length === 0) return
    done.push(stroke.map(([input, value]) => [input, input.dataset.was ?? input.value, value]))
    for (const [input, value] of stroke) {
      input.value = value
      input.dataset.was = value
    }
    dirty.add(gridForm.action)
    askCheck()
  }
  const undo = () => {
    const stroke = done.pop()
    if (!stroke) return
    for (const [input, before] of stroke) {
      input.value = before
      input.dataset.was = before
    }
    stroke[0][0].focus()
    askCheck()
  }

  /** The cell in the same place of the row above or below. */
  const beside = (input, step) => {
    const rows = [...gridForm.querySelectorAll('.edit tbody tr')]
    const row = rows[rows.indexOf(input.closest('tr')) + step]
    return row ? row.querySelectorAll('input')[rowOf(input).indexOf(input)] : undefined
  }
  const go = (input) => {
    if (!input) return
    input.focus()
    input.select()
  }

  /** Fills a block from what a spreadsheet copies: tabs across, lines down. */
  const paste = (input, text) => {
    const lines = text.replace(/\r/g, '').replace(/\n$/, '').split('\n')
    if (lines.length === 1 && !lines[0].includes('\t')) return false
    const changes = []
    let first = input
    for (const line of lines) {
      if (!first) break
      const row = rowOf(first)
      const at = row.indexOf(first)
      line.split('\t').forEach((value, i) => {
        // Across, a spreadsheet has one column a day: the same role of the next days.
        const isLead = first.closest('.cell--lead') !== null
        const same = row.filter((one) => (one.closest('.cell--lead') !== null) === isLead)
        const target = same[same.indexOf(row[at]) + i]
        if (target) changes.push([target, value.trim()])
      })
      first = beside(first, 1)
    }
    put(changes)
    return true
  }

  gridForm.addEventListener('focusin', ({ target }) => {
    if (target.matches('.edit input')) target.dataset.was = target.value
  })
  gridForm.addEventListener('change', ({ target }) => {
    if (!target.matches('.edit input')) return
    const value = target.value
    target.value = target.dataset.was ?? ''
    put([[target, value]])
  })
  gridForm.addEventListener('paste', (event) => {
    const { target, clipboardData } = event
    if (target.matches('.edit input') && paste(target, clipboardData.getData('text'))) event.preventDefault()
  })
  gridForm.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (!(target instanceof HTMLInputElement) || !target.matches('.edit input')) return
    const isCommand = event.ctrlKey || event.metaKey
    const commit = () => target.dispatchEvent(new Event('change', { bubbles: true }))
    if (key === 'Enter') {
      event.preventDefault()
      commit()
      go(beside(target, event.shiftKey ? -1 : 1))
    } else if (isCommand && key.toLowerCase() === 'd') {
      event.preventDefault()
      const above = beside(target, -1)
      if (above) put([[target, above.value]])
    } else if (isCommand && key.toLowerCase() === 'r') {
      event.preventDefault()
      const same = rowOf(target).filter(
        (one) => one.parentElement.className.split(' ')[1] === target.parentElement.className.split(' ')[1],
      )
      const before = same[same.indexOf(target) - 1]
      if (before) put([[target, before.value]])
    } else if (isCommand && key.toLowerCase() === 'z') {
      event.preventDefault()
      undo()
    } else if (key === 'ArrowUp' || key === 'ArrowDown') {
      // Down in an empty field opens the browser's list of names; beside a name it moves.
      if (target.value === '' || event.altKey) return
      event.preventDefault()
      commit()
      go(beside(target, key === 'ArrowUp' ? -1 : 1))
    }
  })

  /** Asks the server what is wrong with what is typed, and marks it; nothing is saved. */
  const askCheck = () => {
    clearTimeout(checking)
    checking = setTimeout(check, 500)
  }
  const check = async () => {
    const body = new URLSearchParams(new FormData(gridForm))
    body.set('act', 'check')
    try {
      const answer = await fetch(gridForm.action, { method: 'POST', body, credentials: 'same-origin' })
      if (answer.redirected || answer.status >= 500) return
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
      mark(next)
    } catch {
      // Without the network the marks stay as they are; saving says what it has to say.
    }
  }
  const mark = (next) => {
    for (const input of inputs()) {
      const fresh = next.getElementById(input.id)
      if (!fresh) continue
      const [cell, freshCell] = [input.parentElement, fresh.parentElement]
      cell.className = freshCell.className
      input.setAttribute('aria-label', fresh.getAttribute('aria-label'))
      input.placeholder = fresh.placeholder
      const [number, freshNumber] = [cell.querySelector('.cell__n'), freshCell.querySelector('.cell__n')]
      if (number) number.remove()
      if (freshNumber) cell.append(document.importNode(freshNumber, true))
    }
    const [gate, freshGate] = [document.getElementById('gate'), next.getElementById('gate')]
    const isWriting = gate?.contains(document.activeElement)
    const hasReason = [...gridForm.querySelectorAll('#reason')].some((field) => field.value !== '')
    if (gate && freshGate && !isWriting && !hasReason) {
      gate.replaceWith(document.importNode(freshGate, true))
    }
    const errs = document.getElementById('errs')
    const freshErrs = next.getElementById('errs')
    if (errs && freshErrs) errs.replaceWith(document.importNode(freshErrs, true))
    const heading = next.querySelector('h1')
    if (heading) {
      document.querySelector('h1').textContent = heading.textContent
      say(heading.textContent)
    }
  }

  // What is typed and not saved is not lost by a slip: the browser asks before the page is left.
  const isUnsaved = () => inputs().some((input) => input.value !== shownAtFirst.get(input.name))
  let isLeaving = false
  gridForm.addEventListener('submit', () => {
    isLeaving = true
  })
  addEventListener('beforeunload', (event) => {
    if (isUnsaved() && !isLeaving) event.preventDefault()
  })
}
