// The page: three places to give something, one answer.

import { counted, shown } from './bytes.js'
import { Cancelled } from './source.js'
import { CHECKED_WITH, asText, checkList, element, facts, firstWords, isDemonstration, kindOf } from './telling.js'
import { TrustUnreadable, keysInPasted, keysInTrustFile } from './trust.js'
import { isOk, isPinned, lastWords, refusal, verdictOf } from './verdict.js'
import { answer } from './verifying.js'
import { doing } from './work.js'

const at = (id) => document.getElementById(id)

const held = { file: null, inspected: null, checkedAt: 0, trusted: null, earlier: null, earlierName: null }
const works = { inspect: null, inspectEarlier: null }
let lastWork = Promise.resolve()
let script, acts

export function start(ownScript, ownActs) {
  script = ownScript
  acts = ownActs
  at('works').hidden = false
  at('checked-with').textContent = CHECKED_WITH
  takeFiles('pack', checkPack)
  takeFiles('earlier', takeEarlier)
  takeFiles('trust', takeTrustFile)
  at('use-key').addEventListener('click', takePasted)
  at('forget-key').addEventListener('click', forgetKey)
  at('forget-earlier').addEventListener('click', forgetEarlier)
  at('cancel').addEventListener('click', () => Object.values(works).forEach((work) => work?.cancel()))
  at('copy').addEventListener('click', copy)
  at('print').addEventListener('click', () => window.print())
  // a file that is dropped beside a place would otherwise replace this page
  for (const name of ['dragover', 'drop']) window.addEventListener(name, (event) => event.preventDefault())
}

/** A place that takes one file: chosen, or dropped on it. */
function takeFiles(id, take) {
  const input = at(id)
  const place = at(`${id}-place`)
  input.addEventListener('click', () => {
    input.value = '' // so that the same file can be given again
  })
  input.addEventListener('change', () => {
    if (input.files[0]) take(input.files[0])
  })
  for (const name of ['dragenter', 'dragover']) {
    place.addEventListener(name, () => place.classList.add('place--over'))
  }
  for (const name of ['dragleave', 'drop']) {
    place.addEventListener(name, () => place.classList.remove('place--over'))
  }
  place.addEventListener('drop', (event) => {
    const { files, items } = event.dataTransfer
    const entry = items[0]?.webkitGetAsEntry?.()
    if (files.length !== 1) complain(id, 'Give one file at a time.')
    else if (entry?.isDirectory) complain(id, 'That is a folder. Give the ZIP file as it was received.')
    else {
      input.files = files // so that its name stands there
      take(files[0])
    }
  })
}

function complain(id, sentence) {
  const told = at(`${id}-error`)
  told.textContent = sentence ?? ''
  told.hidden = !sentence
  const input = at(id)
  if (sentence) input.setAttribute('aria-invalid', 'true')
  else input.removeAttribute('aria-invalid')
}

async function checkPack(file) {
  complain('pack', null)
  held.inspected = null
  at('result').hidden = true
  const found = await worked('inspect', file, 'Checking')
  if (!found) return
  Object.assign(held, { file, inspected: found, checkedAt: Date.now() })
  show(true)
}

async function takeEarlier(file) {
  complain('earlier', null)
  const found = await worked('inspectEarlier', file, 'Reading')
  if (!found) return
  held.earlier = found.lines ? { problem: 'What you gave as earlier can’t be read.' } : found
  at('earlier-held').hidden = false
  at('earlier-name').textContent = shown(file.name)
  if (held.inspected) show(true)
  else say('The earlier file is read. Now give the pack.')
}

/**
 * What the work on a file found; null if it was stopped. A breakdown is a refusal, never silence. A new file takes the
 * place of one that was given at the same place, and waits for one that was given at the other.
 */
async function worked(act, file, verb) {
  works[act]?.cancel()
  const mine = { isStopped: false }
  mine.cancel = () => {
    mine.isStopped = true
    mine.doing?.cancel()
  }
  works[act] = mine
  const run = lastWork.then(() => {
    if (mine.isStopped) throw new Cancelled()
    showProgress(verb, file, 0, file.size)
    at('progress').hidden = false
    mine.doing = doing(script, acts, act, file, (done, total) => showProgress(verb, file, done, total))
    return mine.doing.promise
  })
  lastWork = run.catch(() => {})
  try {
    return await run
  } catch (error) {
    if (error instanceof Cancelled) {
      if (works[act] === mine) stopped(act)
      return null
    }
    return refusal(`This file breaks the check itself (${error?.name ?? 'unknown'}), so it can’t be trusted.`)
  } finally {
    if (works[act] === mine) works[act] = null
    at('progress').hidden = true
  }
}

function stopped(act) {
  const sentence = 'Stopped. Nothing can be said of this file.'
  complain(act === 'inspect' ? 'pack' : 'earlier', sentence)
  say(sentence)
}

let lastTenth = -1

function showProgress(verb, file, done, total) {
  const bar = at('bar')
  bar.max = total || 1
  bar.value = done
  const percent = total ? Math.floor((100 * done) / total) : 0
  at('how-far').textContent = `${verb} ${shown(file.name)}: ${percent}% of ${counted(total)} bytes`
  const tenth = Math.floor(percent / 10)
  if (!done || tenth !== lastTenth) say(`${verb}: ${tenth * 10}%`)
  lastTenth = tenth
}

/** To those who listen instead of looking. */
function say(sentence) {
  at('said').textContent = sentence
}

function takePasted() {
  const text = at('key').value
  if (!text.trim()) return complain('key', 'Paste the fingerprint that you had from the organisation.')
  return trustFrom('key', () => keysInPasted(text))
}

async function takeTrustFile(file) {
  complain('trust', null)
  try {
    const bytes = new Uint8Array(await file.slice(0, 1024 * 1024 + 1).arrayBuffer())
    trustFrom('trust', () => keysInTrustFile(bytes, shown(file.name)))
  } catch {
    distrust()
    complain('trust', 'The trust file can’t be read.')
  }
}

function trustFrom(id, keys) {
  try {
    held.trusted = keys()
    complain('key', null)
    complain('trust', null)
  } catch (error) {
    // who meant to trust somebody and was not understood trusts nobody: the pack must not look accepted
    distrust()
    complain(id, error instanceof TrustUnreadable ? error.message : 'The keys can’t be read.')
    at(id).focus()
    return
  }
  showTrusted()
  if (held.inspected) show(true)
  else say('The key is noted. Now give the pack.')
}

function distrust() {
  held.trusted = null
  showTrusted()
  if (held.inspected) show(false)
}

function forgetKey() {
  at('key').value = ''
  at('trust').value = ''
  complain('key', null)
  complain('trust', null)
  distrust()
  at('key').focus()
}

function forgetEarlier() {
  held.earlier = null
  at('earlier').value = ''
  at('earlier-held').hidden = true
  if (held.inspected) show(false)
  at('earlier').focus()
}

function showTrusted() {
  const keys = held.trusted ?? []
  at('trusted').hidden = !keys.length
  at('trusted-keys').replaceChildren(
    ...keys.map((key) => element('li', {}, key.name ? `${shown(key.name)}: ` : '', element('code', {}, key.fingerprint))),
  )
}

function show(withFocus) {
  const found = answer(held.inspected, { trusted: held.trusted, earlier: held.earlier })
  const file = { name: held.file.name, size: held.file.size, at: held.checkedAt }
  const pinned = held.trusted?.find((key) => key.fingerprint === found.fingerprint)
  const words = firstWords(found, isPinned(found) && pinned?.name ? shown(pinned.name) : null)
  at('verdict').className = `verdict verdict--${kindOf(found)}`
  at('verdict-words').textContent = verdictOf(found)
  at('which').textContent = `${shown(file.name)}, ${counted(file.size)} bytes`
  at('first-words').textContent = words
  at('demonstration').hidden = !isDemonstration(found)
  at('ask-key').hidden = !(isOk(found) && !isPinned(found))
  at('ask-fingerprint').textContent = found.fingerprint ?? ''
  at('checks').replaceChildren(checkList(found))
  at('last-words').textContent = lastWords(found)
  at('facts').replaceChildren(
    ...facts(found, file).flatMap(([what, value]) => [element('dt', {}, what), element('dd', {}, value)]),
  )
  at('as-text').value = asText(found, file, words)
  at('copied').textContent = ''
  at('result').hidden = false
  say(`${verdictOf(found)} ${words}`)
  if (withFocus) {
    at('verdict-words').focus()
    at('result').scrollIntoView()
  }
}

async function copy() {
  const text = at('as-text')
  try {
    await navigator.clipboard.writeText(text.value)
    at('copied').textContent = 'Copied.'
  } catch {
    at('text-fold').open = true
    text.focus()
    text.select()
    at('copied').textContent = 'The browser doesn’t let this page copy. The text is marked: copy it by hand.'
  }
}
