/* What countries and territories are called in each language, as the browser knows it: no archive has them all. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { wording } = search;
  const { normalize, stripAccents, WORD } = search.tokens;
  const { isHan } = search.understanding;
  const LETTERS = 3; // of a word, and
  const CHARACTERS = 2; // of a Chinese name: the group under which an entry is found
  const SHORT = 2; // letters of a word by which nothing is looked up
  // What a name has in brackets: another name, or which of two.
  // matches: （金）
  // matches: " (Burma)"
  // rejects: Burma
  const BRACKETS = / ?[(（].*$/;
  // A name that says what kind of territory it is: resolutions often leave that out.
  // matches: " Islands"
  // matches: "Îles "
  // matches: " о-ва"
  // matches: 皮特凯恩群岛
  // rejects: 关岛
  const ISLANDS = /(?<!\p{L})(?:islands?|îles?|islas?|о-ва|острова|جزر)(?!\p{L})|(?<=..)群岛$/giu;
  const ALPHABET = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

  /** The codes of all territories, and others. */
  const listCodes = () => ALPHABET.flatMap((first) => ALPHABET.map((second) => first + second));

  /** The names of territories in a language, by code. @param {string} tag @returns {Map<string, string>} */
  function listNames(tag) {
    const names = new Intl.DisplayNames([tag], { type: 'region', fallback: 'none' });
    const found = listCodes().map((code) => /** @type {[string, string]} */ ([code, (names.of(code) ?? '').replace(BRACKETS, '').replace(ISLANDS, '').trim()]));
    return new Map(found.filter(([, name]) => name));
  }

  /** What a name is looked up by: the words of it that ask for something; a Chinese name as a whole.
   *  @param {string} name */
  function stemsOf(name) {
    const normal = normalize(name);
    if (isHan(normal[0])) return [normal];
    return (normal.match(WORD) ?? []).filter((word) => word.length > SHORT && wording.dropStopWords(word)).map((word) => word.replace(wording.ARTICLE, ''));
  }

  /** The entries of all names, by group. @returns {Map<string, TranslationEntry[]>} */
  function readNames() {
    const languages = Object.entries(globalThis.unresFacts.languages).filter(([code]) => !code.includes('-')); // no variants
    const names = languages.map(([language, { tag }]) => /** @type {const} */ ([language, listNames(tag)]));
    /** @type {Map<string, TranslationEntry[]>} */
    const groups = new Map();
    for (const [language, named] of names) {
      for (const [code, name] of named) {
        const stems = stemsOf(name);
        const translations = new Map(names.filter(([other]) => other !== language).map(([other, list]) => [other, [list.get(code) ?? '']]));
        const entry = { stems, language: isHan(stems[0]?.[0] ?? '') ? '' : language, isName: true, translations };
        for (const group of stems.length ? groupsOf(stems[0]) : []) groups.set(group, [...groups.get(group) ?? [], entry]);
      }
    }
    return groups;
  }

  /** @param {string} stem */
  function groupsOf(stem) {
    if (isHan(stem[0])) return [stem.slice(0, CHARACTERS)];
    return [...new Set([stem, stripAccents(stem)].map((text) => text.slice(0, LETTERS)))];
  }

  /** @type {Map<string, TranslationEntry[]> | undefined} */
  let entries;

  /** The entries of names that begin like some words. An old browser knows none. @param {string} group */
  function listEntries(group) {
    entries ??= globalThis.Intl?.DisplayNames ? readNames() : new Map();
    return entries.get(group) ?? [];
  }

  search.territories = { listEntries, LETTERS, CHARACTERS };
})(globalThis.unresSearch);
