// What was found out about a pack, line by line, and the words for it: the same as `probity verify` has.

import { momentInWords, shown } from './bytes.js'

const NOT_TRUTH = 'It does not show that what was recorded is true.'

export const ZIP = 'the ZIP file'
export const BAG = 'the bag'
export const SEAL = 'the seal'
export const KEY = 'whose key it is'
export const PAPERS = "the pack's own papers"
export const FILES = 'the files'
export const REPORT = 'the report'
export const TIME = 'the time'
export const LEDGER = 'the ledger'
export const EARLIER = 'an earlier pack'

/** What every pack is checked for, in this order. */
export const CHECKS = [ZIP, BAG, SEAL, KEY, PAPERS, FILES, REPORT, TIME, LEDGER]

const MOST_SHOWN = 20

export class Verification {
  constructor() {
    this.lines = []
    this.needed = new Set([ZIP, BAG, SEAL, PAPERS, FILES])
    this.keyName = null
    this.fingerprint = null
    this.title = null
    /** When the pack says that it was sealed. */
    this.sealedAt = null
    /** The time stamp, if it holds. */
    this.stamp = null
    /** What another pack can be compared with; only of a ledger that holds. */
    this.ledger = null
  }

  hold(what, sentence) {
    this.lines.push({ what, holds: true, sentence })
  }

  open(what, sentence) {
    this.lines.push({ what, holds: null, sentence })
  }

  fail(what, problems) {
    for (const sentence of problems.slice(0, MOST_SHOWN)) this.lines.push({ what, holds: false, sentence })
    if (problems.length > MOST_SHOWN) {
      const sentence = `And ${problems.length - MOST_SHOWN} more things of this kind are wrong.`
      this.lines.push({ what, holds: false, sentence })
    }
  }

  has(what) {
    return this.lines.some((line) => line.what === what)
  }

  /** Lines for what something worse made impossible. */
  leaveOpen(whats) {
    for (const what of whats) {
      if (!this.has(what)) {
        const sentence = `${what[0].toUpperCase()}${what.slice(1)}: not checked, because of what is wrong above.`
        this.open(what, sentence)
      }
    }
  }
}

/** Nothing fails and all that is needed was checked, save whose key it is where no trusted keys were given. */
export function isOk({ lines, needed }) {
  return lines.length > 0 && !lines.some((line) => line.holds === false) && !notMade({ lines, needed }).length
}

const notMade = ({ lines, needed }) =>
  needed.filter((what) => !lines.some((line) => line.what === what && line.holds === true))

/** The seal holds, and its key is one that the reader said they trust. */
export const isPinned = ({ lines }) => lines.some((line) => line.what === KEY && line.holds === true)

/** The first thing that is wrong, or else the first that had to be checked and could not be. */
export function firstProblem(found) {
  const wrong = found.lines.find((line) => line.holds === false)
  if (wrong || isOk(found)) return wrong?.sentence ?? null
  const open = notMade(found)
  return (
    found.lines.find((line) => open.includes(line.what))?.sentence ??
    'Not everything that must be checked could be.'
  )
}

/** The `what` of the line that `firstProblem` gives. */
export function firstWrong(found) {
  const sentence = firstProblem(found)
  return found.lines.find((line) => line.sentence === sentence)?.what ?? null
}

/** What a seal shows and what it doesn’t; who vouches for the moment is part of it. */
export function honestWords({ sealedAt, stampedAt, stampedBy }) {
  if (sealedAt === null) return `This shows that nothing changed since it was sealed. ${NOT_TRUTH}`
  const at = momentInWords(sealedAt)
  const told =
    stampedAt === null
      ? `${at}, a moment that the organisation itself gives and nobody else vouches for`
      : `${at}, as anchored at ${momentInWords(stampedAt)}${stampedBy ? ` by ${shown(stampedBy)}` : ''}`
  return `This shows that nothing changed since sealing at ${told}. ${NOT_TRUTH}`
}

/** A refusal of what can’t even be read. */
export function refusal(sentence) {
  const made = new Verification()
  made.fail(ZIP, [sentence])
  made.leaveOpen(CHECKS)
  return finished(made)
}

/** As plain data, in the order of the checks. */
export function finished(made) {
  const order = [...CHECKS, EARLIER]
  return {
    lines: order.flatMap((what) => made.lines.filter((line) => line.what === what)),
    needed: [...made.needed],
    keyName: made.keyName,
    fingerprint: made.fingerprint,
    sealed: made.lines.some((line) => line.what === SEAL && line.holds === true),
    title: made.title,
    sealedAt: made.sealedAt,
    stampedAt: made.stamp?.at ?? null,
    stampedBy: made.stamp?.by.name ?? null,
    ledger: made.ledger,
  }
}

const MARKS = new Map([
  [true, 'holds'],
  [false, 'DOES NOT HOLD'],
  [null, 'not checked'],
])

export const markOf = (line) => MARKS.get(line.holds) ?? 'not checked'

/** The verdict in one sentence. */
export function verdictOf(found) {
  if (!isOk(found)) return 'DO NOT RELY ON THIS PACK.'
  if (isPinned(found)) return 'This pack holds.'
  return 'Nothing wrong was found in this pack, but one thing is left for you to check: whose key it is.'
}

/** What is to be said last. */
export const lastWords = (found) =>
  isOk(found) ? honestWords(found) : 'Nothing in a pack that doesn’t hold can be relied on.'
