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

  /** @type {Record<FilterName, FilterColumn[]> | undefined} */
  let columns;
  files?.renewals.push(() => { columns = undefined; });

  async function loadColumns() {
    if (!columns) {
      const header = await files.header();
      const [session, year, organ, language] = [header.sessions, header.years, header.organs, header.languages]
        .map((list) => readRuns(list, header.texts));
      columns = { session, year, organ, topic: await readTopics(header), language };
    }
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

  /** @type {WeakMap<Uint32Array, Map<number, number[]>>} */
  const chunksOfTexts = new WeakMap(); // texts → number of texts before a chunk → the chunk

  /** Answers in their order: by score, equal ones with those in the page's language first. For a symbol the texts that have it
   *  as their own come first, and of these those in the page's language.
   *  @param {{ number: number, score: number }[]} answers
   *  @param {ResolvedPart[]} parts */
  async function sortAnswers(answers, parts) {
    const { language: [{ names, of }] } = await loadColumns();
    const own = names.indexOf(document.querySelector('#search')?.getAttribute('data-language') ?? '');
    const symbol = parts.length === 1 && parts[0].kind === 'symbol' ? parts[0].terms[0] : '';
    const keys = new Map(answers.map(({ number, score }) => {
      const isOwn = Number(of[number] === own);
      const hasSymbol = Number(symbol !== '' && index.isInSymbol(symbol, number));
      return [number, hasSymbol ? [1, isOwn, score] : [0, score, isOwn]];
    }));
    const compare = (/** @type {number[]} */ one, /** @type {number[]} */ other) => (
      other[0] - one[0] || other[1] - one[1] || other[2] - one[2]);
    return answers.sort((one, other) => compare(keys.get(one.number) ?? [], keys.get(other.number) ?? []));
  }

  /** The texts from a place on in their order by score, some fifty.
   *  @param {Candidates} found
   *  @param {Uint32Array} texts
   *  @param {number} from
   *  @returns {Promise<number[]>} */
  async function rankChunk({ ranked, terms, readings }, texts, from) {
    const chunks = chunksOfTexts.get(texts) ?? new Map();
    chunksOfTexts.set(texts, chunks);
    if (!chunks.has(from)) {
      await files.pause();
      const answers = await index.ask(terms, index.best({ ...ranked, texts }, from, CHUNK));
      const sorted = await sortAnswers(answers, readings[0]);
      chunks.set(from, sorted.map(({ number }) => number));
    }
    return chunks.get(from);
  }

  /** A queue of texts in their order: `left()` is how many are left, `take(count)` gives the next ones.
   *  @param {Candidates} found
   *  @param {Uint32Array} texts
   *  @param {string} sort
   *  @returns {Promise<TextQueue>} */
  async function makeQueue(found, texts, sort) {
    let ready = sort === 'date' ? await sortByDate(texts) : [];
    let done = ready.length;
    const left = () => texts.length - done + ready.length;
    const take = async (/** @type {number} */ count) => {
      while (ready.length < count && done < texts.length) {
        const chunk = await rankChunk(found, texts, done);
        done += chunk.length;
        ready = [...ready, ...chunk];
      }
      return ready.splice(0, count);
    };
    return { left, take };
  }

  search.results = { PAGE, FILTERS, loadColumns, filterTexts, makeQueue };
})(globalThis.unresSearch);
