// Which names can stand in a pack: those that every computer can hold, and that no two readers read differently.

import { isPrintable, shown, utf8 } from './bytes.js'

export const MOST_FILES = 100_000

const FOLDER = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/
const WINDOWS_NAMES = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$/i

/** Why this path can’t stand in a pack, or null. */
export function troubleWith(path) {
  if (!path || utf8(path).length > 240) return 'its path is empty or longer than 240 bytes'
  if (path.startsWith('/')) return 'its path is absolute'
  const parts = path.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    return 'its path climbs out, or holds an empty folder name'
  }
  if (/[\\:*?"<>|%]/.test(path)) return 'its path holds one of \\ : * ? " < > | %'
  if (!isPrintable(path) || path !== path.normalize('NFC')) {
    return 'its path holds characters that can’t be seen or can be written in two ways'
  }
  if (parts.some((part) => part !== part.trim() || part.endsWith('.') || WINDOWS_NAMES.test(part))) {
    return 'Windows can’t hold a file or folder of that name'
  }
  return null
}

/** What is wrong with a name in the ZIP: `top` is its part before the first stroke. */
export function nameTrouble(top, path, folder) {
  const name = path ? `${top}/${path}` : top
  const checked = ['', '.', '..'].includes(top) ? name : path
  const trouble = checked && troubleWith(checked)
  if (trouble) return `${shown(name)} can’t be in a pack: ${trouble}.`
  if (!path || !FOLDER.test(top)) {
    return `${shown(name)} can’t be in a pack: it doesn’t stand in the one folder of a pack.`
  }
  if (folder !== null && top !== folder) {
    return `There are two folders, ${shown(folder)} and ${shown(top)}, where a pack has one.`
  }
  return null
}

/** The sentence for two paths that are one on a computer which doesn’t tell capitals apart, or null. */
export function clashAmong(paths) {
  const seen = new Set()
  const folders = new Set()
  for (const path of paths) {
    const folded = path.toUpperCase().toLowerCase().normalize('NFC')
    if (seen.has(folded)) return `Two files are called ${shown(path)} where capitals aren’t told apart.`
    seen.add(folded)
    for (let at = folded.lastIndexOf('/'); at > 0; at = folded.lastIndexOf('/', at - 1)) {
      folders.add(folded.slice(0, at))
    }
  }
  const both = [...seen].filter((path) => folders.has(path)).sort()
  return both.length ? `${shown(both[0])} is both a file and a folder.` : null
}
