/* Finds what the words of a query are called in other languages, by the table that src/unres_site/search/translating makes
   of paragraphs that the archive has in several languages, and of a written list. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, wording, territories, titles, query: queries } = search;
  const { stripAccents } = search.tokens;
  const { splitDigests } = search.headers;
  const { readWords, isHan } = search.understanding;
  const { LETTERS, CHARACTERS } = territories;
  const TITLES = 3; // ways to say a query that titles have, at most
  const MOST = 24; // words of a query that are translated one by one
  const SHORT = 2; // letters of a word by which nothing is looked up
  const KNOWN = 0.5; // of the words of a query: if fewer have a translation, it says little of what is sought
  const ENDING = 4; // letters after a stem, at most, in a word that the archive lacks
  const SHORT_ENDING = 2; // letters after a name, which is no stem, or after a short stem
  const CHANGED_ENDING = 1; // letters after a stem whose last letter is another one: desarm(e), desarme; not indi(a), indígnas
  const SURE = 5; // letters of a stem whose last letter may be another one in such a word: penalt(i), penalty

  // The last letter of a stem that is a y in some of its words: bulli, of bullying.
  // matches: bulli
  // rejects: bullies
  const STEMMED_Y = /i$/;

  /** What an entry is looked up by: a Chinese word, or stems with their language; and its translations by language, the likely
   *  one first, or an empty text if all are only possible.
   *  @param {string} text @returns {TranslationEntry} */
  function readEntry(text) {
    const [key, values] = text.split('>');
    const stems = key.split(' ').map((term) => term.split('~')[0]);
    const language = key.split('~')[1]?.split(' ')[0] ?? '';
    const translations = new Map(values.split(';').map((value) => {
      const colon = value.indexOf(':');
      return [value.slice(0, colon), value.slice(colon + 1).split(',')];
    }));
    return { stems, language, translations };
  }

  /** The entries whose keys begin like some words: those of the table, and names of countries.
   *  @param {string} group @returns {Promise<TranslationEntry[]>} */
  async function entriesOf(group) {
    return [...await tableEntries(group), ...territories.listEntries(group)];
  }

  /** @param {string} group @returns {Promise<TranslationEntry[]>} */
  async function tableEntries(group) {
    const { digests } = await files.header();
    if (!digests.translations) return [];
    /** @type {string[]} */
    const listing = await files.listed('translations', undefined, splitDigests);
    const number = files.hashText(group) % listing.length;
    return files.file(`translations/${number}`, listing[number], (text) => text.split('!').filter(Boolean).map(readEntry));
  }

  /** Whether a word that the archive lacks may have a stem. @param {string} bare @param {string} known @param {boolean} [isName] */
  function mayHaveStem(bare, known, isName) {
    const longest = known.length + (isName || known.length < SURE ? SHORT_ENDING : ENDING);
    if (bare.startsWith(known) || bare.startsWith(known.replace(STEMMED_Y, 'y'))) return bare.length <= longest;
    return known.length >= SURE && bare.startsWith(known.slice(0, -1)) && bare.length <= known.length + CHANGED_ENDING;
  }

  /** Whether a word may have a stem. Of a word that the archive has, the stems are known; a name is compared as it is spelled, and
   *  so is a word that the archive has only in other languages than the one that is expected: `solar` of a Spanish text.
   *  @param {SoughtWord} word
   *  @param {string} stem
   *  @param {TranslationEntry} entry
   *  @param {string} expected a language */
  function hasStem({ spelled, terms }, stem, { language, isName }, expected) {
    const isForeign = language === expected && !terms.some((term) => term.endsWith(`~${language}`));
    const isKnown = terms.length > 0 && !isName && !isForeign;
    if (isKnown && terms.includes(`${stem}~${language}`)) return true;
    const forms = language === 'ar' ? wording.listBare(spelled).slice(isKnown ? 1 : 0) : [spelled].slice(isKnown ? 1 : 0);
    return forms.some((form) => mayHaveStem(stripAccents(form), stripAccents(stem), isName));
  }

  /** The beginnings of a word's stems. @param {SoughtWord} word */
  function groupsOf({ spelled, terms }) {
    const bare = wording.listBare(spelled);
    const stems = [...terms.map((term) => term.split('~')[0]), ...bare, ...bare.map(stripAccents)];
    return [...new Set(stems.map((stem) => stem.slice(0, LETTERS)))];
  }

  /** Several entries for the same words as one, with the translations of all. @param {TranslationEntry[]} entries */
  function mergeEntries(entries) {
    const languages = [...new Set(entries.flatMap(({ translations }) => [...translations.keys()]))];
    const translations = new Map(languages.map((language) => {
      const ways = entries.map((entry) => entry.translations.get(language) ?? []);
      const likely = ways.map(([first]) => first).find(Boolean) ?? '';
      return [language, [...new Set([likely, ...ways.flat().filter(Boolean)])]];
    }));
    return { ...entries[0], translations };
  }

  /** The longest entry for the first of some words, of equal ones those of the same language as before. A word that the archive
   *  lacks is compared as it is spelled; if nothing is like it, as the beginning of others.
   *  @param {SoughtWord[]} words
   *  @param {string} language
   *  @param {number} longest words of an entry
   *  @returns {Promise<TranslationEntry | undefined>} */
  async function findEntry(words, language, longest) {
    const listed = (await Promise.all(groupsOf(words[0]).map(entriesOf))).flat()
      .filter((entry) => entry.language && entry.stems.length <= Math.min(words.length, longest));
    const fit = (/** @type {SoughtWord[]} */ some) => listed.filter((entry) => entry.stems.every((stem, at) => hasStem(some[at], stem, entry, language)));
    const spelled = words.map((word) => (word.open ? { ...word, terms: [] } : word));
    const [fitting] = [fit(spelled), fit(words)].filter((some) => some.length);
    if (!fitting) return undefined;
    const rank = (/** @type {TranslationEntry} */ entry) => 2 * entry.stems.length + Number(entry.language === language);
    const most = Math.max(...fitting.map(rank));
    return mergeEntries(fitting.filter((entry) => rank(entry) === most));
  }

  /** Those words that ask for something, in pieces: each has an entry, or is a word without one.
   *  @param {SoughtWord[]} words
   *  @param {number} [most] words of an entry
   *  @returns {Promise<{ entry?: TranslationEntry, covered: SoughtWord[] }[]>} */
  async function findEntries(words, most = words.length) {
    const page = document.querySelector('#search')?.getAttribute('data-language') ?? '';
    const rest = words.filter(({ spelled }) => spelled.length > SHORT && wording.dropStopWords(spelled));
    const found = [];
    let language = page;
    while (rest.length) {
      const entry = await findEntry(rest, language, most);
      language = entry?.language ?? language;
      found.push({ entry, covered: rest.splice(0, entry?.stems.length ?? 1) });
    }
    return found;
  }

  /** The entries for some words, in their order; `open` if some words have none, and undefined if too many.
   *  @param {SoughtWord[]} words
   *  @param {number} [most] words of an entry
   *  @returns {Promise<CoveredWords | undefined>} */
  async function coverWords(words, most) {
    const found = await findEntries(words, most);
    const entries = found.flatMap(({ entry }) => entry ?? []);
    if (!entries.length || entries.length < KNOWN * found.length) return undefined;
    return { entries, open: entries.length < found.length };
  }

  /** The entries for a Chinese phrase, in their order; undefined if a part of it has none.
   *  @param {string} phrase
   *  @returns {Promise<TranslationEntry[] | undefined>} */
  async function coverPhrase(phrase) {
    const found = [];
    for (let rest = phrase; rest;) {
      const listed = await entriesOf(rest.slice(0, CHARACTERS));
      const fitting = listed.filter(({ stems: [key], language }) => !language && key && rest.startsWith(key));
      const [entry] = fitting.sort((one, other) => other.stems[0].length - one.stems[0].length);
      if (!entry) return undefined;
      found.push(entry);
      rest = rest.slice(entry.stems[0].length);
    }
    return found;
  }

  /** The words of a query, each with the terms that the archive has for it.
   *  @param {ResolvedPart[]} parts */
  const wordsOf = (parts) => parts.flatMap(({ demands, groups, open }) => demands.map(({ term }, at) => (
    { spelled: term, terms: (groups[at][0] ?? '').split('|').filter((one) => one.includes('~')), open })));

  /** The entries for the words of a query.
   *  @param {ResolvedPart[]} parts
   *  @param {number} [most] words of an entry
   *  @returns {Promise<CoveredWords>} */
  async function coverParts(parts, most) {
    const none = { entries: [], open: false };
    if (parts.some(({ kind, field, excluded }) => field || excluded || kind === 'symbol' || kind === 'fact')) return none;
    const words = parts.filter(({ phrase = '' }) => ![...phrase].some(isHan));
    const phrases = parts.filter(({ phrase = '' }) => [...phrase].every(isHan));
    const covered = words.length ? await coverWords(wordsOf(words), most) : none;
    const found = await Promise.all(phrases.map(({ phrase = '' }) => coverPhrase(phrase)));
    if (!covered || !found.every(Boolean) || words.length + phrases.length < parts.length) return none;
    return { ...covered, entries: [...found.flatMap((some) => some ?? []), ...covered.entries] };
  }

  /** What an entry is called in another language: as that has it, or by way of the language that all others are compared with.
   *  @param {TranslationEntry} entry
   *  @param {string} language
   *  @returns {Promise<string[]>} */
  async function listWays({ translations }, language) {
    const ways = translations.get(language);
    if (ways) return ways;
    const [[hub = ''] = []] = translations.values();
    const further = hub && [...hub].every(isHan) && await coverPhrase(hub);
    return (further && further.length === 1 && further[0].translations.get(language)) || [];
  }

  /** What some entries are called together in another language; empty if that is not known of all.
   *  @param {TranslationEntry[]} entries
   *  @param {string} language */
  async function translate(entries, language) {
    const likely = (await Promise.all(entries.map((entry) => listWays(entry, language)))).map(([first = '']) => first);
    return likely.every(Boolean) ? likely.join(' ') : '';
  }

  /** The languages that have resolutions which those of a query lack, each more than those before it.
   *  @param {SearchHeader} header
   *  @param {string[]} own */
  function otherLanguages({ languages, resolutions }, own) {
    /** @type {Map<string, number[]>} */
    const held = new Map();
    let start = 0;
    for (const [language, count] of languages) {
      held.set(language, [...(held.get(language) ?? []), ...resolutions.subarray(start, start + count)]);
      start += count;
    }
    const seen = new Set(own.flatMap((language) => held.get(language) ?? []));
    return [...held].filter(([language, numbers]) => {
      const isNeeded = !own.includes(language) && numbers.some((number) => !seen.has(number));
      if (isNeeded) for (const number of numbers) seen.add(number);
      return isNeeded;
    }).map(([language]) => language);
  }

  /** A query for titles that have all of some words. @param {string} words */
  const askTitles = (words) => words.split(' ').filter(Boolean).map((word) => `title:${word}`).join(' ');

  /** What titles in another language call most words of a query. Longer entries are best, but may be wrong.
   *  @param {ResolvedPart[]} parts
   *  @param {string} language
   *  @returns {Promise<string[]>} */
  async function listTitled(parts, language) {
    const covers = await Promise.all([coverParts(parts), coverParts(parts, 1)]);
    const ways = covers.map(({ entries }) => entries.map(({ translations }) => translations.get(language) ?? [])
      .filter((some) => some.some(Boolean)));
    const found = await Promise.all(ways.filter((words) => words.length).map(titles.listWordsOfTitles));
    return [...new Set(found.flat())].slice(0, TITLES);
  }

  /** What the words of a query are called in those languages in which the archive has more, all together and as titles say it. If
   *  it is known of most words only, these must be in the title.
   *  @param {ResolvedPart[]} parts
   *  @returns {Promise<string[]>} */
  async function listTranslations(parts) {
    const { entries, open } = await coverParts(parts);
    const found = await Promise.all((await listMissing(entries)).map(async (language) => {
      const plain = await translate(entries, language);
      const titled = (await listTitled(parts, language)).filter((words) => words !== plain);
      return [open ? askTitles(plain) : plain, ...titled.map(askTitles)];
    }));
    return found.flat().filter(Boolean);
  }

  /** The languages that have resolutions which those of some entries lack. @param {TranslationEntry[]} entries */
  async function listMissing(entries) {
    const own = [...new Set(entries.map(({ language }) => language || 'zh'))];
    return entries.length ? otherLanguages(await files.header(), own) : [];
  }

  /** Some entries together in each language that has resolutions which their own lacks. @param {TranslationEntry[]} entries */
  async function translateEntries(entries) {
    const found = await Promise.all((await listMissing(entries)).map((language) => translate(entries, language)));
    return found.filter(Boolean);
  }

  /** What each word of a query is called in those languages, if that is known: alone, or with the words beside it.
   *  @param {string} normal
   *  @returns {Promise<Map<string, string[]>>} */
  async function translateEach(normal) {
    const parts = await Promise.all((readWords(normal).at(-1) ?? []).map(queries.resolvePart));
    const found = await findEntries(wordsOf(parts.filter(({ phrase = '' }) => ![...phrase].some(isHan))).slice(0, MOST));
    const translations = new Map();
    for (const { entry, covered } of found) {
      const texts = entry ? await translateEntries([entry]) : [];
      for (const { spelled } of covered) if (texts.length) translations.set(spelled, texts);
    }
    return translations;
  }

  /** What a query is called in other languages, also if the archive lacks its words; empty if that is not known of all.
   *  @param {string} normal */
  async function translateWords(normal) {
    const parts = await Promise.all((readWords(normal).at(-1) ?? []).map(queries.resolvePart));
    const { open } = await coverParts(parts);
    return open ? [] : listTranslations(parts);
  }

  search.translating = { readEntry, hasStem, listTranslations, translateWords, translateEach };
})(globalThis.unresSearch);
