// The lines of the ledger in a pack, proved one after the other as the file is read: constant memory for any number.

import { sha256 } from '@noble/hashes/sha2.js'

import { CHECKPOINT, CONSISTENCY, EVENTS, INDEX, PROOFS } from './bag.js'
import { byCodePoint, counted, fromHex, hexOf, joined, same, textOf, utf8 } from './bytes.js'
import { ProofFails, leafHash, verifyConsistency, verifyInclusion } from './merkle.js'
import { NoteRefused, readCheckpoint, readNote } from './notes.js'

const ORIGIN = /^probity-ledger\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\/demonstration)?$/
const MOST_LINE_BYTES = 16 * 1024 * 1024
const MOST_KEPT_BYTES = 64 * 1024 * 1024
const MOST_PROBLEMS = 20
const FIELDS = 'index leaf path private salt'
const WATCHED = new Set([INDEX, CHECKPOINT, CONSISTENCY, EVENTS, PROOFS])

class LineFails extends Error {}

const UNREADABLE = 'can’t be read as a line of the ledger with its proof'

export class LedgerWalk {
  problems = []
  note = null
  checkpoint = null
  lines = 0
  /** Lines whose words aren’t in the pack: they were redacted or erased, and the rest of them still proves. */
  leftOut = 0
  /** Events that the index names and no proof was seen for yet. */
  wanted = new Set()
  /** Earlier checkpoints by their size, with the path that leads here. */
  earlier = new Map()
  #kept = []
  #keptBytes = 0
  #lastIndex = -1
  #told = sha256.create()
  #expected = sha256.create()

  watches(path) {
    return WATCHED.has(path)
  }

  feed(path, piece) {
    if (path === EVENTS) this.#told.update(piece)
    else if (path === PROOFS) this.#feedProofs(piece)
    else this.#keep(piece, MOST_KEPT_BYTES)
  }

  ends(path) {
    if (path === PROOFS) return this.#endProofs()
    if (path === EVENTS) return undefined
    const tooLarge = this.#keptBytes > MOST_KEPT_BYTES
    const content = this.#taken()
    if (tooLarge) return this.#wrong(`“${path}” is far too large to be what it should.`)
    if (path === INDEX) return this.#readIndex(content)
    return path === CHECKPOINT ? this.#readCheckpoint(content) : this.#readConsistency(content)
  }

  #keep(piece, most) {
    if (this.#keptBytes <= most) this.#kept.push(piece.slice())
    this.#keptBytes += piece.length
  }

  #taken() {
    const content = joined(...this.#kept)
    this.#kept = []
    this.#keptBytes = 0
    return content
  }

  #wrong(problem) {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(problem)
  }

  #readIndex(content) {
    try {
      const { records } = JSON.parse(textOf(content))
      if (!Array.isArray(records)) throw new TypeError()
      this.wanted = new Set()
      for (const record of records) {
        if (!Array.isArray(record.events)) throw new TypeError()
        for (const event of record.events) this.wanted.add(asText(event))
      }
    } catch {
      this.#wrong(`“${INDEX}” can’t be read as the list of the records that the pack quotes.`)
    }
  }

  #readCheckpoint(content) {
    try {
      this.note = readNote(content)
      this.checkpoint = readCheckpoint(this.note.text)
    } catch (error) {
      const why = error instanceof NoteRefused ? error.message : 'It can’t be read.'
      this.#wrong(`“${CHECKPOINT}” isn’t a checkpoint of a ledger: ${why}`)
      return
    }
    if (!ORIGIN.test(this.checkpoint.origin)) {
      this.#wrong(`“${CHECKPOINT}” isn’t a checkpoint of a ledger of this kind.`)
      this.checkpoint = null
    }
  }

  #readConsistency(content) {
    if (!this.checkpoint) return
    try {
      const told = JSON.parse(textOf(content))
      if (!Array.isArray(told)) throw new TypeError()
      for (const { from, path } of told) {
        const note = readNote(utf8(asText(from)))
        if (!Array.isArray(path)) throw new TypeError()
        this.#leadsHere(readCheckpoint(note.text), path.map(hash))
      }
    } catch {
      this.#wrong(`“${CONSISTENCY}” can’t be read as proofs that the ledger only grew.`)
    }
  }

  #leadsHere(earlier, path) {
    const told = `The checkpoint of ${counted(earlier.size)} lines in “${CONSISTENCY}”`
    if (earlier.origin !== this.checkpoint.origin) {
      this.#wrong(`${told} is of another ledger.`)
      return
    }
    try {
      const { size, root } = this.checkpoint
      verifyConsistency({ earlier: earlier.size, later: size, path, earlierRoot: earlier.root, laterRoot: root })
    } catch (error) {
      if (!(error instanceof ProofFails)) throw error
      this.#wrong(
        `${told} doesn’t lead to the ledger of this pack, so one of them is of a fork: ${error.message}`,
      )
      return
    }
    this.earlier.set(earlier.size, earlier)
  }

  #feedProofs(piece) {
    if (!this.checkpoint || this.problems.length >= MOST_PROBLEMS) return // what follows can’t be judged
    let from = 0
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      const line = piece.subarray(from, end)
      this.#line(this.#keptBytes ? joined(this.#taken(), line) : line)
      from = end + 1
    }
    this.#keep(piece.subarray(from), MOST_LINE_BYTES)
    if (this.#keptBytes > MOST_LINE_BYTES) {
      this.#wrong(`Line ${counted(this.lines + 1)} of “${PROOFS}” is far too long to be a line of a ledger.`)
      this.checkpoint = null
    }
  }

  #line(content) {
    this.lines += 1
    try {
      this.#prove(content)
    } catch (error) {
      const why = error instanceof LineFails ? error.message : UNREADABLE
      this.#wrong(`Line ${counted(this.lines)} of “${PROOFS}” ${why}.`)
    }
  }

  #prove(content) {
    const line = readLine(content)
    if (line.index <= this.#lastIndex) throw new LineFails('isn’t in its place')
    this.#lastIndex = line.index
    const told = readLeaf(line.leaf, this.checkpoint.origin)
    if (line.private === null) {
      this.leftOut += 1
    } else if (hexOf(sha256(joined(line.salt, utf8(line.private)))) !== told.private) {
      throw new LineFails('was changed: who did it, or what was different, isn’t what the ledger holds')
    }
    try {
      const leaf = leafHash(utf8(line.leaf))
      const { size, root } = this.checkpoint
      verifyInclusion({ leaf, index: line.index, size, path: line.path, root })
    } catch {
      throw new LineFails('was changed: it isn’t in the ledger that was sealed')
    }
    this.wanted.delete(told.id)
    this.#expected.update(utf8(`{"event":${line.leaf},"private":${line.private ?? 'null'}}\n`))
  }

  #endProofs() {
    if (this.#keptBytes) this.#wrong(`“${PROOFS}” breaks off in the middle of a line.`)
    this.#taken()
    if (this.problems.length || !this.checkpoint) return
    if (this.wanted.size) {
      const number = this.wanted.size > 1 ? `${counted(this.wanted.size)} lines` : '1 line'
      const such = [...this.wanted].sort(byCodePoint)[0].slice(0, 40)
      this.#wrong(`“${INDEX}” quotes ${number} of the ledger for which “${PROOFS}” has no proof, such as ${such}.`)
    }
    if (!same(this.#told.digest(), this.#expected.digest())) {
      this.#wrong(`“${EVENTS}” doesn’t say what the proven lines say.`)
    }
  }
}

function readLine(content) {
  const told = JSON.parse(textOf(content))
  if (Object.keys(told).sort().join(' ') !== FIELDS || !Number.isSafeInteger(told.index)) throw new TypeError()
  if ((told.private === null) !== (told.salt === null) || !Array.isArray(told.path)) throw new TypeError()
  return {
    index: told.index,
    leaf: asText(told.leaf),
    private: told.private === null ? null : asText(told.private),
    salt: told.salt === null ? null : hash(told.salt),
    path: told.path.map(hash),
  }
}

function readLeaf(text, origin) {
  const told = JSON.parse(text)
  if (asText(told.tenant) !== origin.split('/')[1]) throw new LineFails('is a line of another ledger')
  return { id: asText(told.id), private: asText(told.private) }
}

function hash(text) {
  const made = fromHex(text)
  if (made.length !== 32) throw new TypeError()
  return made
}

function asText(value) {
  if (typeof value !== 'string') throw new TypeError()
  return value
}
