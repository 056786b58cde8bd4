/* Finds what the words of a query are called in other languages, by the table that src/unres_site/search/translating makes
   of paragraphs that the archive has in several languages, and of a written list. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, wording, territories, query: queries } = search;
  const { stripAccents } = search.tokens;
  const { splitDigests } = search.headers;
  const { readWords, isHan } = search.understanding;
  const { ARTICLE, LETTERS, CHARACTERS } = territories;
  const FEW = 4; // results: with more, synonyms are not searched
  const SYNONYMS = 6; // that are searched, at most
  const MOST = 24; // words of a query that are translated one by one
  const SHORT = 2; // letters of a word by which nothing is looked up
  const KNOWN = 0.5; // of the words of a query: if fewer have a translation, it says little of what is sought
  const ENDING = 4; // letters after a stem, at most, in a word that the archive lacks
  const SHORT_ENDING = 2; // letters after a name, which is no stem, or after a short stem
  const CHANGED_ENDING = 1; // letters after a stem whose last letter is another one: desarm(e), desarme; not indi(a), indígnas
  const SURE = 5; // letters of a stem whose last letter may be another one in such a word: penalt(i), penalty
  /** What an entry is looked up by: a Chinese word, or stems with their language; and its translations by language.
   *  @param {string} text @returns {TranslationEntry} */
  function readEntry(text) {
    const [key, values] = text.split('>');
    const stems = key.split(' ').map((term) => term.split('~')[0]);
    const language = key.split('~')[1]?.split(' ')[0] ?? '';
    const translations = new Map(values.split(';').map((value) => {
      const colon = value.indexOf(':');
      return [value.slice(0, colon), value.slice(colon + 1)];
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

  /** Whether a word may have a stem. Of a word that the archive has, the stems are known; a name is compared as it is spelled, and
   *  so is a word that the archive has only in other languages than the one that is expected: `solar` of a Spanish text.
   *  @param {SoughtWord} word
   *  @param {string} stem
   *  @param {TranslationEntry} entry
   *  @param {string} expected a language */
  function hasStem({ spelled, terms }, stem, { language, isName }, expected) {
    const isForeign = language === expected && !terms.some((term) => term.endsWith(`~${language}`));
    if (terms.length && !isName && !isForeign) return terms.includes(`${stem}~${language}`);
    const bare = stripAccents(spelled.replace(ARTICLE, ''));
    const known = stripAccents(stem);
    const longest = known.length + (isName || known.length < SURE ? SHORT_ENDING : ENDING);
    if (bare.startsWith(known)) return bare.length <= longest;
    return known.length >= SURE && bare.startsWith(known.slice(0, -1)) && bare.length <= known.length + CHANGED_ENDING;
  }

  /** The beginnings of a word's stems. @param {SoughtWord} word */
  function groupsOf({ spelled, terms }) {
    const stems = [...terms.map((term) => term.split('~')[0]), spelled.replace(ARTICLE, ''), stripAccents(spelled)];
    return [...new Set(stems.map((stem) => stem.slice(0, LETTERS)))];
  }

  /** The longest entry for the first of some words, of equal ones one of the same language as before.
   *  @param {SoughtWord[]} words
   *  @param {string} language */
  async function findEntry(words, language) {
    const listed = (await Promise.all(groupsOf(words[0]).map(entriesOf))).flat();
    const fitting = listed.filter((entry) => entry.language && entry.stems.length <= words.length
      && entry.stems.every((stem, at) => hasStem(words[at], stem, entry, language)));
    const rank = (/** @type {TranslationEntry} */ entry) => 2 * entry.stems.length + Number(entry.language === language);
    return fitting.sort((one, other) => rank(other) - rank(one))[0];
  }

  /** Those words that ask for something, in pieces: each has an entry, or is a word without one.
   *  @param {SoughtWord[]} words
   *  @returns {Promise<{ entry?: TranslationEntry, covered: SoughtWord[] }[]>} */
  async function findEntries(words) {
    const page = document.querySelector('#search')?.getAttribute('data-language') ?? '';
    const rest = words.filter(({ spelled }) => spelled.length > SHORT && wording.dropStopWords(spelled));
    const found = [];
    let language = page;
    while (rest.length) {
      const entry = await findEntry(rest, language);
      language = entry?.language ?? language;
      found.push({ entry, covered: rest.splice(0, entry?.stems.length ?? 1) });
    }
    return found;
  }

  /** The entries for some words, in their order; `open` if some words have none, and undefined if too many.
   *  @param {SoughtWord[]} words
   *  @returns {Promise<CoveredWords | undefined>} */
  async function coverWords(words) {
    const found = await findEntries(words);
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
  const wordsOf = (parts) => parts.flatMap(({ demands, groups }) => demands.map(({ term }, at) => (
    { spelled: term, terms: (groups[at][0] ?? '').split('|').filter((one) => one.includes('~')) })));

  /** The entries for the words of a query. @param {ResolvedPart[]} parts @returns {Promise<CoveredWords>} */
  async function coverParts(parts) {
    const none = { entries: [], open: false };
    if (parts.some(({ kind, field, excluded }) => field || excluded || kind === 'symbol' || kind === 'fact')) return none;
    const words = parts.filter(({ phrase = '' }) => ![...phrase].some(isHan));
    const phrases = parts.filter(({ phrase = '' }) => [...phrase].every(isHan));
    const covered = words.length ? await coverWords(wordsOf(words)) : none;
    const found = await Promise.all(phrases.map(({ phrase = '' }) => coverPhrase(phrase)));
    if (!covered || !found.every(Boolean) || words.length + phrases.length < parts.length) return none;
    return { ...covered, entries: [...found.flatMap((some) => some ?? []), ...covered.entries] };
  }

  /** Some entries in another language: as that has them, or by way of the language that all others are compared with.
   *  @param {TranslationEntry[]} entries
   *  @param {string} language */
  async function translate(entries, language) {
    const texts = await Promise.all(entries.map(async (entry) => {
      if (entry.translations.has(language)) return entry.translations.get(language);
      const [hub = ''] = entry.translations.values();
      const further = [...hub].every(isHan) && await coverPhrase(hub);
      return further && further.length === 1 ? further[0].translations.get(language) : undefined;
    }));
    return texts.every(Boolean) ? texts.join(' ') : '';
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
  const askTitles = (words) => words.split(' ').map((word) => `title:${word}`).join(' ');

  /** What the words of a query are called in those languages in which the archive has more; empty if that is not known. If it is
   *  known of most words, these must be in the title.
   *  @param {ResolvedPart[]} parts
   *  @returns {Promise<string[]>} */
  async function listTranslations(parts) {
    const { entries, open } = await coverParts(parts);
    const found = await translateEntries(entries);
    return open ? found.map(askTitles) : found;
  }

  /** Some entries together in each language that has resolutions which their own lacks. @param {TranslationEntry[]} entries */
  async function translateEntries(entries) {
    if (!entries.length) return [];
    const own = [...new Set(entries.map(({ language }) => language || 'zh'))];
    const found = await Promise.all(otherLanguages(await files.header(), own).map((language) => translate(entries, language)));
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
    const parts = (readWords(normal).at(-1) ?? []).map(queries.resolvePart);
    const { entries, open } = await coverParts(await Promise.all(parts));
    return open ? [] : translateEntries(entries);
  }

  /** A query that may also be met by synonyms of its words and by its words in other languages; undefined if there are none.
   *  @param {AnswerState} state
   *  @returns {Promise<WiderPlan | undefined>} */
  async function widenPlan({ plan, found, shown, instead }) {
    if ((plan.union && !instead) || plan.normal.includes('"')) return undefined;
    const synonyms = instead || shown.length > FEW ? [] : wording.listSynonyms(plan.normal, ['=']);
    const translations = await listTranslations(plan.union ? found.readings[0] : found.parts); // of alternatives the nearest
    const words = [...new Set([...synonyms.slice(0, SYNONYMS), ...translations])];
    const readings = words.map((text) => readWords(search.tokens.normalize(text)).at(-1) ?? []);
    if (!words.length) return undefined;
    const own = plan.union ? plan.readings : plan.readings.slice(-1);
    return { words: words.join(', '), plan: { ...plan, union: true, readings: [...own, ...readings] } };
  }

  search.translating = { readEntry, hasStem, translateWords, translateEach, widenPlan };
})(globalThis.unresSearch);
