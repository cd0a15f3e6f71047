// The answer as elements of the page and as text to forward.

import { counted, momentInWords, shown } from './bytes.js'
import { firstProblem, isOk, isPinned, lastWords, markOf, verdictOf } from './verdict.js'

/** An element with its attributes and what stands in it; a stranger’s words only ever become text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, value)
  }
  made.append(...children.filter((child) => child !== null))
  return made
}

const KINDS = new Map([
  [true, 'holds'],
  [false, 'fails'],
  [null, 'open'],
])

export const kindOf = (found) => {
  if (!isOk(found)) return 'fails'
  return isPinned(found) ? 'holds' : 'open'
}

/** The first line that matters: what is wrong, what is left to do, or what it means that it holds. */
export function firstWords(found, pinnedName) {
  if (!isOk(found)) return `First thing wrong: ${firstProblem(found)}`
  if (isPinned(found)) return `It was sealed with the key that you hold${pinnedName ? `: ${pinnedName}` : ''}.`
  return (
    'Anybody can seal a pack with a key of their own. Compare the fingerprint below with one that you had from the ' +
    'organisation itself, and not from this pack or whoever sent it.'
  )
}

export const isDemonstration = (found) => /^DEMONSTRATION\b/.test(found.keyName ?? '')

export function facts(found, { name, size, at }) {
  return [
    ['File', `${shown(name)}, ${counted(size)} bytes`],
    found.sha256 ? ['SHA-256 of the file', found.sha256] : null,
    found.sealed && found.title ? ['What it calls itself', shown(found.title)] : null,
    found.sealed && found.sealedAt !== null ? ['Sealed at', `${momentInWords(found.sealedAt)}, as it says itself`] : null,
    found.keyName ? ['The key calls itself', shown(found.keyName)] : null,
    found.fingerprint ? ['Fingerprint of the key', found.fingerprint] : null,
    ['Checked at', `${momentInWords(at)}, by this computer’s clock`],
  ].filter((fact) => fact)
}

/** The list of checks, the first thing wrong first on its own line above it. */
export function checkList(found) {
  const items = found.lines.map((line) =>
    element(
      'li',
      { class: `check check--${KINDS.get(line.holds) ?? 'open'}` },
      element('strong', { class: 'mark' }, capital(markOf(line).toLowerCase())),
      element('span', { class: 'what' }, `${capital(line.what).replace("'", '’')} `),
      element('span', { class: 'said' }, line.sentence),
    ),
  )
  return element('ul', { class: 'checks', role: 'list' }, ...items)
}

const capital = (text) => `${text[0].toUpperCase()}${text.slice(1)}`

export const CHECKED_WITH =
  'Checked with verify.html of Probity, without a network. A verifier that came in the pack itself, or from whoever ' +
  'sent it, proves nothing: compare the SHA-256 of verify.html with the one that is published.'

/** The whole answer, to forward. */
export function asText(found, file, words) {
  const marked = found.lines.map((line) => `  ${`${markOf(line)}:`.padEnd(15)}${line.sentence}`)
  return [
    verdictOf(found),
    words,
    '',
    ...facts(found, file).map(([what, value]) => `${what}: ${value}`),
    ...(isDemonstration(found) ? ['This pack is a DEMONSTRATION.'] : []),
    '',
    'What was checked:',
    ...marked,
    '',
    lastWords(found),
    '',
    CHECKED_WITH,
    '',
  ].join('\n')
}
