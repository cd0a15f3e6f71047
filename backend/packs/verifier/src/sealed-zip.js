// The one ZIP form of a pack: given its files, every byte of it is settled. Stored, in the order of the names, all
// dated 1 January 1980, no comments, no gaps, ZIP64 only where a number needs it. So each byte is worked out and
// compared. Layout by APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3.

import { joined, same, shown, textOf } from './bytes.js'

const LOCAL = [0x50, 0x4b, 3, 4]
const TABLE = [0x50, 0x4b, 1, 2]
const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const UTF8_NAMES = 0x0800
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000
const NEW_YEAR_1980 = 0x0021
const PLAIN_FILE = 0o100644 * 65536
const LINK = 0o120000
const UNIX = 3 << 8
const MOST_16 = 0xffff
const MOST_32 = 0xffffffff

/** The ZIP isn’t in the one form; the message is a plain sentence. */
export class ZipProblem extends Error {}

/** All files could be read, and what follows them isn’t as it must be. */
export class TableProblem extends ZipProblem {}

/** Numbers of 2, 4 and 8 bytes, least first: "244" with its values. */
function packed(widths, ...values) {
  const bytes = new Uint8Array([...widths].reduce((sum, width) => sum + Number(width), 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  values.forEach((value, index) => {
    const width = Number(widths[index])
    if (width === 2) view.setUint16(at, value, true)
    else if (width === 4) view.setUint32(at, Number(value), true)
    else view.setBigUint64(at, BigInt(value), true)
    at += width
  })
  return bytes
}

/** `exact` is the size as the ZIP writes it, which may be beyond what a number can count. */
function localHeader({ nameBytes, exact, crc }) {
  const large = exact >= BigInt(MOST_32)
  const size = large ? MOST_32 : Number(exact)
  const extra = large ? packed('2288', 1, 16, exact, exact) : new Uint8Array(0)
  const fixed = packed(
    '2222244422',
    ...[large ? 45 : 20, UTF8_NAMES, 0, 0, NEW_YEAR_1980, crc, size, size, nameBytes.length, extra.length],
  )
  return joined(LOCAL, fixed, nameBytes, extra)
}

function tableEntry({ nameBytes, size, crc, start }) {
  const large = size >= MOST_32
  const far = start >= MOST_32
  const numbers = [...(large ? [size, size] : []), ...(far ? [start] : [])]
  const extra = numbers.length
    ? packed('22' + '8'.repeat(numbers.length), 1, 8 * numbers.length, ...numbers)
    : new Uint8Array(0)
  const version = numbers.length ? 45 : 20
  const shownSize = large ? MOST_32 : size
  const fixed = packed(
    '2222224442222244',
    ...[UNIX | version, version, UTF8_NAMES, 0, 0, NEW_YEAR_1980, crc, shownSize, shownSize],
    ...[nameBytes.length, extra.length, 0, 0, 0, PLAIN_FILE, Math.min(start, MOST_32)],
  )
  return joined(TABLE, fixed, nameBytes, extra)
}

function endOf(count, size, start) {
  const parts = []
  if (count >= MOST_16 || size >= MOST_32 || start >= MOST_32) {
    parts.push(packed('4822448888', END_64, 44, UNIX | 45, 45, 0, 0, count, count, size, start))
    parts.push(packed('4484', LOCATOR_64, 0, start + size, 1))
  }
  const few = Math.min(count, MOST_16)
  parts.push(packed('42222442', END, 0, 0, few, few, Math.min(size, MOST_32), Math.min(start, MOST_32), 0))
  return joined(...parts)
}

/**
 * Reads a ZIP from its first byte to its last. `begin(member)` is told of each file and answers with a function that
 * takes its pieces (or throws); `end(member)` comes after them. Throws ZipProblem at the first byte that the one form
 * doesn’t allow.
 */
export async function readMembers(source, begin, end) {
  const members = []
  let start = 0
  let mark
  while (same((mark = (await source.read(4)).slice()), LOCAL)) {
    const member = await readHeader(source, start, members.at(-1)?.name)
    const take = begin(member)
    let left = member.size
    while (left) {
      const piece = source.atHand ? source.lent(Math.min(left, source.atHand)) : await source.piece(left)
      if (!piece.length) throw new ZipProblem(`This pack is cut short in the middle of ${shown(member.name)}.`)
      left -= piece.length
      take(piece)
    }
    await end(member)
    members.push(member)
    start = member.content + member.size
  }
  if (!members.length) throw new ZipProblem('This isn’t a pack: it doesn’t begin as the ZIP file of a pack does.')
  await checkTail(mark, source, members, start)
}

async function readHeader(source, start, after) {
  const cut = after ? `This pack is cut short after ${shown(after)}.` : 'This pack is cut short at its beginning.'
  const fixed = (await source.read(26)).slice()
  if (fixed.length < 26) throw new ZipProblem(cut)
  const view = new DataView(fixed.buffer)
  const flags = view.getUint16(2, true)
  const method = view.getUint16(4, true)
  const crc = view.getUint32(10, true)
  const size = view.getUint32(18, true)
  const nameLength = view.getUint16(22, true)
  const extraLength = view.getUint16(24, true)
  const nameBytes = (await source.read(nameLength)).slice()
  const extra = (await source.read(extraLength)).slice()
  if (nameBytes.length < nameLength || extra.length < extraLength) throw new ZipProblem(cut)
  let name
  try {
    name = textOf(nameBytes)
  } catch {
    throw new ZipProblem(`The name of a file after ${shown(after ?? 'the beginning')} can’t be read.`)
  }
  if (flags & ENCRYPTED) {
    throw new ZipProblem(`${shown(name)} is encrypted. Packs are not: this ZIP was made by something else.`)
  }
  if (method) {
    throw new ZipProblem(
      `${shown(name)} is compressed. Packs are not: this ZIP was made again by another program.`,
    )
  }
  let exact = BigInt(size)
  if (size === MOST_32 && extra.length === 20) exact = new DataView(extra.buffer).getBigUint64(12, true)
  const header = localHeader({ nameBytes, exact, crc })
  if (!same(header, joined(LOCAL, fixed, nameBytes, extra))) {
    throw new ZipProblem(
      `The ZIP’s own note before ${shown(name)} isn’t as it was written: it was changed, or the ZIP was made ` +
        'again by another program.',
    )
  }
  return { name, nameBytes, crc, size: Number(exact), start, content: start + header.length }
}

async function checkTail(mark, source, members, start) {
  const last = shown(members.at(-1).name)
  if (!same(mark, TABLE)) {
    if (mark.length < 4) throw new ZipProblem(`This pack is cut short after ${last}.`)
    throw new ZipProblem(`After ${last} come bytes that belong to no file of this pack.`)
  }
  let size = 0
  let seen = mark
  for (const member of members) {
    const entry = tableEntry(member)
    const rest = entry.length - seen.length
    const bytes = source.atHand >= rest ? source.lent(rest) : await source.read(rest)
    seen = joined(seen, bytes)
    if (!same(seen, entry)) throw new TableProblem(tableProblem(seen, member, seen.length < entry.length))
    size += entry.length
    seen = new Uint8Array(0)
  }
  const end = endOf(members.length, size, start)
  const found = (await source.read(end.length)).slice()
  if (found.length < end.length && same(found, end.subarray(0, found.length))) {
    throw new TableProblem('This pack is cut short at its very end.')
  }
  if (!same(found, end)) {
    throw new TableProblem('The end of the ZIP isn’t as it was written: it lists other files, or more than there are.')
  }
  if ((await source.read(1)).length) {
    throw new TableProblem('After the end of this pack come bytes that don’t belong to it.')
  }
}

function tableProblem(seen, member, cut) {
  if (cut) return 'This pack is cut short in its table of contents.'
  if (same(seen.subarray(0, 4), TABLE)) {
    const mode = (seen[40] | (seen[41] << 8)) & 0o170000
    if (mode === LINK) return `${shown(member.name)} is a link to another file. Packs have none.`
  }
  return `The ZIP’s table of contents isn’t as it was written, at ${shown(member.name)}.`
}

