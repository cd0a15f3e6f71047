// One walk through one pack: every byte read once, every check made that can be made.

import { sha256 } from '@noble/hashes/sha2.js'

import * as bag from './bag.js'
import { byCodePoint, counted, hexOf, joined, momentOf, roughText, same, shown, utf8 } from './bytes.js'
import { crc32 } from './crc32.js'
import { Digest } from './digest.js'
import { LedgerWalk } from './ledger-walk.js'
import { MOST_FILES, clashAmong, nameTrouble } from './names.js'
import { fingerprintOf, publicKeyIn, sealHolds, signatureIn } from './seal.js'
import { TableProblem, ZipProblem, readMembers } from './sealed-zip.js'
import { judgeLedger, judgeReport } from './judging.js'
import { Verification, BAG, CHECKS, FILES, KEY, LEDGER, PAPERS, REPORT, SEAL, TIME, ZIP } from './verdict.js'
import { KEYS, keysIn } from './vouching.js'

const MOST_LIST_BYTES = 64 * 1024 * 1024
const MOST_PAPER_BYTES = 1024 * 1024
const MOST_REPORT_BYTES = 128 * 1024 * 1024
const MOST_PAPERS = 100
const KEPT = new Set([...bag.PAPERS_NEEDED, KEYS, bag.REPORT])

const mostBytes = (path) => {
  if (path === bag.REPORT) return MOST_REPORT_BYTES
  return path === bag.MANIFEST || path === bag.TAG_MANIFEST ? MOST_LIST_BYTES : MOST_PAPER_BYTES
}

export class Inspection {
  made = new Verification()
  digests = new Map() // SHA-512 by path within the bag
  sizes = new Map()
  kept = new Map()
  walk = new LedgerWalk()
  form = 1
  sealed = false

  /** Reads and judges the whole file. Whose key it is stays open here: that is for the reader’s own keys to say. */
  async of(source) {
    if ((await this.#canBeRead(source)) && this.#isBag()) {
      this.made.sealedAt = this.sealedAt
      this.made.title = bag.infoIn(this.info, 'External-Description')[0] ?? null
      this.sealed = this.#isSealed()
      if (this.sealed) this.made.open(KEY, '')
      const papers = this.#hasPapersAsSealed()
      this.#hasFilesAsSealed()
      this.#isProven(papers)
    }
    this.made.leaveOpen(CHECKS)
    return this.made
  }

  /** Whether all the files in the ZIP could be read, be they right or wrong. */
  async #canBeRead(source) {
    const problems = []
    let folder = null
    let last = ''
    let path, digest, crc, keep, length
    const begin = (member) => {
      const [top, ...rest] = member.name.split('/')
      path = rest.join('/')
      const trouble = nameTrouble(top, path, folder) ?? this.#placeTrouble(path, last)
      if (trouble) throw new ZipProblem(trouble)
      folder = top
      last = path
      digest = new Digest(member.size)
      crc = 0
      keep = []
      length = 0
      const isKept = KEPT.has(path)
      const isWatched = this.walk.watches(path)
      const most = mostBytes(path)
      return (piece) => {
        digest.update(piece)
        crc = crc32(piece, crc)
        if (isKept && length <= most) keep.push(piece.slice())
        length += piece.length
        if (isWatched) this.walk.feed(path, piece)
      }
    }
    const end = async (member) => {
      if (crc !== member.crc) problems.push(`${shown(path)} was changed: it doesn’t match its check sum in the ZIP.`)
      this.digests.set(path, await digest.digits())
      this.sizes.set(path, member.size)
      if (KEPT.has(path)) this.kept.set(path, length > mostBytes(path) ? null : joined(...keep))
      if (this.walk.watches(path)) this.walk.ends(path)
    }
    try {
      await readMembers(source, begin, end)
    } catch (error) {
      if (!(error instanceof ZipProblem)) throw error
      problems.push(error.message)
      if (!(error instanceof TableProblem)) {
        this.made.fail(ZIP, problems)
        return false
      }
    }
    const clash = clashAmong(this.digests.keys())
    if (clash) problems.push(clash)
    if (problems.length) this.made.fail(ZIP, problems)
    else {
      const number = counted(this.digests.size)
      this.made.hold(ZIP, `The ZIP file is as it was written, to the last byte. It holds ${number} files.`)
    }
    return true
  }

  #placeTrouble(path, last) {
    if (this.digests.has(path)) {
      return `There are two files called ${shown(path)}, so that two readers could see different ones.`
    }
    if (byCodePoint(path, last) < 0) {
      return `${shown(path)} isn’t in its place: the ZIP was made again by another program.`
    }
    if (this.digests.size >= MOST_FILES + MOST_PAPERS) {
      return `There are more than the ${counted(MOST_FILES)} files that a pack may have.`
    }
    return null
  }

  #isBag() {
    this.info = roughText(this.kept.get(bag.INFO) ?? new Uint8Array(0))
    const forms = bag.infoIn(this.info, 'Probity-Pack-Format')
    const ofForm2 = forms.length === 1 && forms[0] === '2'
    const needed = ofForm2 ? [...bag.PAPERS_NEEDED, ...bag.OF_FORM_2] : bag.PAPERS_NEEDED
    const missing = needed.filter((path) => !this.digests.has(path)).sort(byCodePoint)
    const problems = missing.map((path) => `${shown(path)} is missing.`)
    if (ofForm2) {
      this.form = 2
      this.made.needed.add(REPORT).add(LEDGER)
    } else if (forms.length) {
      const form = shown(forms.join(' and '))
      problems.push(`It is a pack of the form ${form}, which this verifier doesn’t know. Use a newer one.`)
    }
    for (const path of needed) {
      if (this.kept.get(path) === null) problems.push(`${shown(path)} is far too large to be what it should.`)
    }
    const bagit = this.kept.get('bagit.txt')
    if (bagit && !same(bagit, utf8(bag.BAGIT))) {
      problems.push('“bagit.txt” was changed: it doesn’t say BagIt version 1.0 in UTF-8.')
    }
    if (this.digests.has('fetch.txt')) {
      problems.push('“fetch.txt” asks for files from elsewhere. A pack holds all that belongs to it.')
    }
    if (problems.length) {
      this.made.fail(BAG, problems)
      return false
    }
    this.made.hold(BAG, 'It is a bag by the BagIt standard, version 1.0, with all that a pack of its form must hold.')
    return true
  }

  #isSealed() {
    const key = publicKeyIn(this.kept.get(bag.PUBLIC_KEY))
    if (!key) {
      this.made.fail(SEAL, [`${shown(bag.PUBLIC_KEY)} isn’t a public key as a pack has it: it was changed.`])
      return false
    }
    this.made.keyName = key.name
    this.made.fingerprint = fingerprintOf(key.publicKey)
    const signature = signatureIn(this.kept.get(bag.SIGNATURE), key)
    if (!signature) {
      this.made.fail(SEAL, [`${shown(bag.SIGNATURE)} isn’t a seal by the key in the pack: it was changed.`])
      return false
    }
    if (!sealHolds(key.publicKey, signature, this.kept.get(bag.TAG_MANIFEST))) {
      this.made.fail(SEAL, [
        `The seal doesn’t hold: ${shown(bag.TAG_MANIFEST)}, the list that vouches for everything else, isn’t the ` +
          `one that was sealed with the key ${shown(key.name)}, or ${shown(bag.SIGNATURE)} was changed.`,
      ])
      return false
    }
    this.made.hold(SEAL, `The seal holds. Its key calls itself ${shown(key.name)}.`)
    return true
  }

  #hasPapersAsSealed() {
    const found = [...this.digests.keys()].filter(
      (path) => !path.startsWith('data/') && !bag.UNLISTED.includes(path),
    )
    if (!this.#compare(PAPERS, bag.TAG_MANIFEST, found)) return false
    this.#holdIfSealed(
      PAPERS,
      `The pack’s own ${found.length} papers are as sealed, and the list of files is one of them.`,
    )
    return this.sealed
  }

  #hasFilesAsSealed() {
    const found = [...this.digests.keys()].filter((path) => path.startsWith('data/'))
    if (!this.#compare(FILES, bag.MANIFEST, found)) return
    const total = found.reduce((sum, path) => sum + this.sizes.get(path), 0)
    const said = bag.infoIn(this.info, 'Payload-Oxum')
    if (said.length !== 1 || said[0] !== `${total}.${found.length}`) {
      this.made.fail(FILES, ['“bag-info.txt” gives another number or size of files than there are.'])
      return
    }
    this.#holdIfSealed(
      FILES,
      `All ${counted(found.length)} files (${counted(total)} bytes) are as sealed: none missing, none added.`,
    )
  }

  /** The files found against the list that should name exactly them. */
  #compare(what, manifest, found) {
    const listed = bag.listedIn(this.kept.get(manifest))
    if (!listed) {
      this.made.fail(what, [`${shown(manifest)} can’t be read as a list of files: it was changed.`])
      return false
    }
    const names = new Set(found)
    const inOrder = (paths) => paths.sort(byCodePoint)
    const changed = found.filter((path) => listed.has(path) && listed.get(path) !== this.digests.get(path))
    const missing = [...listed.keys()].filter((path) => !names.has(path))
    const added = found.filter((path) => !listed.has(path))
    const problems = [
      ...inOrder(changed).map((path) => `${shown(path)} was changed: it isn’t the file that was sealed.`),
      ...inOrder(missing).map((path) => `${shown(path)} is missing.`),
      ...inOrder(added).map((path) => `${shown(path)} was added: it isn’t in the sealed list.`),
    ]
    this.made.fail(what, problems)
    return !problems.length
  }

  /** Agreeing with a list that nobody sealed is worth nothing. */
  #holdIfSealed(what, sentence) {
    if (this.sealed) this.made.hold(what, sentence)
    else {
      const subject = `${what[0].toUpperCase()}${what.slice(1)}`
      this.made.open(what, `${subject} agree with the list in the pack, but that list isn’t sealed.`)
    }
  }

  /** What a pack of form 2 shows beyond its seal; only once it is known which keys its sealer vouches for. */
  #isProven(papers) {
    if (this.form === 1) {
      for (const what of [REPORT, TIME, LEDGER]) {
        const subject = `${what[0].toUpperCase()}${what.slice(1)}`
        this.made.open(what, `${subject}: not checked. Packs of the first form hold nothing more to show it.`)
      }
      return
    }
    if (!papers) return
    let vouched
    try {
      vouched = keysIn(this.kept.get(KEYS))
    } catch (error) {
      this.made.fail(REPORT, [error.message])
      return
    }
    if (vouched.stampSha256) this.made.needed.add(TIME)
    this.made.stamp = judgeReport(this.made, {
      pdf: this.kept.get(bag.REPORT),
      vouched,
      payloadDigest: this.#payloadDigest(),
      sealedAt: this.made.sealedAt,
    })
    this.made.ledger = judgeLedger(this.made, this.walk, vouched)
  }

  /** When the pack says that it was sealed, or null. */
  get sealedAt() {
    try {
      const said = bag.infoIn(this.info, 'Probity-Sealed-On')
      return said.length === 1 ? momentOf(said[0]) : null
    } catch {
      return null
    }
  }

  /** SHA-256 of the list of the files beside the report and the index, which the report’s signature names. */
  #payloadDigest() {
    const lines = roughText(this.kept.get(bag.MANIFEST)).split('\n').slice(0, -1)
    const beside = lines.filter((line) => line.slice(128) !== `  ${bag.REPORT}` && line.slice(128) !== `  ${bag.INDEX}`)
    return hexOf(sha256(utf8(beside.map((line) => `${line}\n`).join(''))))
  }
}
