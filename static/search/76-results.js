/* Filters and sorts the texts that may have what is asked. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, index } = search;
  const CHUNK = 50; // texts that Lunr ranks at a time
  const PAGE = 10; // results shown at a time
  /** @type {FilterName[]} */
  const FILTERS = ['session', 'year', 'organ', 'topic', 'language'];

  // Filters: the values of texts, as numbers. Sessions, years and organs are runs of texts; a text may have several topics.

  /** A column of one value a text.
   *  @param {[string, number][]} list value, number of texts
   *  @param {number} texts
   *  @returns {FilterColumn[]} */
  function readRuns(list, texts) {
    const names = [...new Set(list.map(([value]) => value))];
    const of = new Uint16Array(texts);
    let text = 0;
    for (const [value, count] of list) { of.fill(names.indexOf(value), text, text + count); text += count; }
    return [{ names, of }];
  }

  /** A column for each topic: its name for the texts that have it.
   *  @param {SearchHeader} header
   *  @returns {Promise<FilterColumn[]>} */
  async function readTopics({ texts, topics }) {
    /** @type {[string, string][]} */
    const found = topics ? await files.listed('topics') : [];
    return found.map(([topic, gaps]) => {
      const of = new Uint16Array(texts);
      let number = -1;
      for (const gap of search.numbers.decodeNumbers(gaps)) { number += gap + 1; of[number] = 1; }
      return { names: ['', topic], of };
    });
  }

  /** @type {WeakMap<SearchHeader, Record<FilterName, FilterColumn[]>>} */
  const columnsOfBuilds = new WeakMap();

  async function loadColumns() {
    const header = await files.header();
    const known = columnsOfBuilds.get(header);
    if (known) return known;
    const [session, year, organ, language] = [header.sessions, header.years, header.organs, header.languages]
      .map((list) => readRuns(list, header.texts));
    const columns = { session, year, organ, topic: await readTopics(header), language };
    columnsOfBuilds.set(header, columns);
    return columns;
  }

  /** Those texts that have a value. @param {Uint32Array} texts @param {FilterColumn[]} lists @param {string} value */
  function withValue(texts, lists, value) {
    return texts.filter((text) => lists.some(({ names, of }) => names[of[text]] === value));
  }

  /** Those texts that pass all filters; one filter may be left out.
   *  @param {Uint32Array} texts
   *  @param {SearchRequest} asked
   *  @param {FilterName} [skipped] */
  async function filterTexts(texts, asked, skipped) {
    const found = await loadColumns();
    const active = FILTERS.filter((name) => name !== skipped && asked[name]);
    return active.reduce((left, name) => withValue(left, found[name], asked[name]), texts);
  }

  // Order.

  /** Texts by date, the newest first; those of one day in the archive's order. Day and text are one number, to sort quickly.
   *  @param {Uint32Array} texts */
  async function sortByDate(texts) {
    /** @type {[string, number][]} */
    const runs = await files.listed('dates');
    const days = runs.flatMap(([day, count]) => Array(count).fill(Number(day.replaceAll('-', ''))));
    const keys = Float64Array.from(texts, (text) => (1e8 - days[text]) * 2 ** 24 + text).sort();
    return Array.from(keys, (key) => key % 2 ** 24);
  }

  const OWN = 4e-4; // scores of texts are thousandths: what is added for the language and the year decides between equal ones
  const YEAR = 1e-7;
  const OWNED = ['symbol', 'fact']; // kinds of parts that a text may have as its own
  const HAS_SYMBOL = 1e6; // more than any score: a symbol's own texts are first
  const OWN_SYMBOL = 1e3;
  const OF_WORDS = 1e4; // more than the scores of words: texts in the language of the query's words are first
  // The language of a term.
  // matches: climat~en
  // rejects: 58/58
  const TERM_LANGUAGE = /~(.+)$/;

  const pageLanguage = () => document.querySelector('#search')?.getAttribute('data-language') ?? '';

  /** Whether a text is in a language, as a function. @param {string} language */
  async function inLanguage(language) {
    const { language: [{ names, of }] } = await loadColumns();
    const wanted = names.indexOf(language);
    return (/** @type {number} */ text) => of[text] === wanted;
  }

  /** In how many texts of each language a word is, by language. @param {string} word its terms, joined by `|` */
  function countByLanguage(word) {
    /** @type {[string, number][]} */
    const found = word.split('|').map((term) => (
      [TERM_LANGUAGE.exec(term)?.[1] ?? '', search.postings.loaded(term)?.fields.at(-1)?.texts.length ?? 0]
    ));
    return new Map(found.filter(([language]) => language));
  }

  /** The language of a query's words: the page's if it has them all, else the one that has the first of them most often. Numbers,
   *  dates and symbols are the same in every language; for these alone it is the page's, because scores of texts in different
   *  languages can't be compared. Empty for a query with alternatives, which may be of several languages.
   *  @param {Candidates} found */
  function languageOfWords({ readings: [parts, ...alternatives] }) {
    if (alternatives.length) return '';
    const terms = parts.filter(({ excluded }) => !excluded).flatMap((part) => part.terms);
    const [first, ...others] = terms.map(countByLanguage).filter(({ size }) => size);
    if (!first) return pageLanguage();
    const common = [...first].filter(([language]) => others.every((counts) => counts.has(language)));
    const [[best] = ['']] = common.sort(([, one], [, other]) => other - one);
    return common.some(([language]) => language === pageLanguage()) ? pageLanguage() : best;
  }

  /** Ranked texts with scores that no two texts share by chance: texts in the language of the query's words are
   *  before all others; of equal ones the page's language is first, then the newest, and of a year the last of the archive. For a
   *  symbol the texts that have it as their own are first, and of these those in the page's language.
   *  @param {Candidates} found
   *  @param {Uint32Array} texts
   *  @returns {Promise<RankedTexts>} */
  async function preferOwn(found, texts) {
    const { ranked, readings: [parts] } = found;
    const { year: [years] } = await loadColumns();
    const yearNumbers = years.names.map(Number);
    const isOwn = await inLanguage(pageLanguage());
    const isOfWords = await inLanguage(languageOfWords(found));
    const symbol = parts.length === 1 && OWNED.includes(parts[0].kind) ? parts[0].terms[0] : '';
    const total = new Float64Array(ranked.total.length);
    for (const text of texts) {
      const own = Number(isOwn(text));
      const year = yearNumbers[years.of[text]] + (symbol ? 0 : text / total.length); // of a day all have one fact: they stay in order
      const hasSymbol = Number(symbol !== '' && index.isInSymbol(symbol, text));
      total[text] = Math.round(ranked.total[text] * 1000) / 1000 + OWN * own + YEAR * year
        + hasSymbol * (HAS_SYMBOL + OWN_SYMBOL * own) + OF_WORDS * Number(isOfWords(text));
    }
    return { texts, total };
  }

  /** @type {WeakMap<Uint32Array, { preferred: RankedTexts, chunks: Map<number, number[]> }>} */
  const ranksOfTexts = new WeakMap();

  /** Texts of a query with what is known of their order.
   *  @param {Candidates} found
   *  @param {Uint32Array} texts */
  async function ranksOf(found, texts) {
    const ranks = ranksOfTexts.get(texts) ?? { preferred: await preferOwn(found, texts), chunks: new Map() };
    ranksOfTexts.set(texts, ranks);
    return ranks;
  }

  /** The texts from a place on in their order by score, some fifty. Lunr ranks them; this script orders those that Lunr
   *  ranks the same.
   *  @param {Candidates} found
   *  @param {Uint32Array} texts
   *  @param {number} from
   *  @returns {Promise<number[]>} */
  async function rankChunk(found, texts, from) {
    const { preferred, chunks } = await ranksOf(found, texts);
    if (!chunks.has(from)) {
      await files.pause();
      const best = index.best(preferred, from, CHUNK);
      const answers = found.terms.length ? await index.ask(found.terms, best) : [];
      // A text that only lacks what is excluded has no term by which Lunr finds it.
      const numbers = [...new Set([...answers.map(({ number }) => number), ...best])];
      chunks.set(from, numbers.sort((one, other) => preferred.total[other] - preferred.total[one] || one - other));
    }
    return chunks.get(from) ?? [];
  }

  /** The texts of each resolution, those in the page's language first.
   *  @param {Uint32Array} texts
   *  @returns {Promise<Map<number, number[]>>} */
  async function groupTexts(texts) {
    const { resolutions } = await files.header();
    const isOwn = await inLanguage(pageLanguage());
    const groups = new Map();
    for (const text of texts) {
      const group = groups.get(resolutions[text]) ?? [];
      if (isOwn(text)) group.unshift(text);
      else group.push(text);
      groups.set(resolutions[text], group);
    }
    return groups;
  }

  /** A queue of resolutions in the order of their best texts: `total` is how many there are, `left()` how many are left,
   *  `take(count)` gives the next ones, each as its texts.
   *  @param {Candidates} found
   *  @param {Uint32Array} texts
   *  @param {string} sort
   *  @returns {Promise<ResolutionQueue>} */
  async function makeQueue(found, texts, sort) {
    const { resolutions } = await files.header();
    const groups = await groupTexts(texts);
    const total = groups.size;
    let ready = sort === 'date' ? await sortByDate(texts) : [];
    let done = ready.length;

    /** The next text, best first. */
    async function next() {
      if (!ready.length) {
        ready = [...await rankChunk(found, texts, done)];
        done += ready.length;
      }
      return Number(ready.shift());
    }

    /** @param {number} count */
    async function take(count) {
      const taken = [];
      while (groups.size && taken.length < count) {
        const resolution = resolutions[await next()];
        const group = groups.get(resolution);
        if (group) taken.push(group);
        groups.delete(resolution);
      }
      return taken;
    }
    return { total, left: () => groups.size, take };
  }

  search.results = { PAGE, FILTERS, loadColumns, filterTexts, makeQueue };
})(globalThis.unresSearch);
