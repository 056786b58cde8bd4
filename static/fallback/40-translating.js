/* Finds what the words of a query are called in Chinese, from paragraphs that the archive has in both languages. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, passages, wording } = search;
  const { BLANKS } = search.tokens;
  const { readWords, isHan } = search.understanding;
  const TARGET = 'zh';
  const TEXTS = 6; // texts whose Chinese ones are read
  const [SHORTEST, LONGEST] = [2, 8]; // characters of a translation
  const LEAST = 0.6; // Dice coefficient of a translation
  const FEW = 4; // results: with more, synonyms are not searched
  const SYNONYMS = 6; // that are searched, at most
  const PARAGRAPHS = 2; // that a translation must be in, at least
  // Runs of Han of a normal form.
  // matches: 小武器
  // rejects: abc
  const HAN_RUN = /[\u4e00-\u9fff]{2,}/g;

  /** The number of a text's resolution in Chinese; undefined if there is none. @param {number} number */
  async function chineseOf(number) {
    const { resolutions, languages } = await files.header();
    let start = 0;
    for (const [language, count] of languages) {
      if (language === TARGET) {
        const at = resolutions.subarray(start, start + count).indexOf(resolutions[number]);
        return at < 0 ? undefined : start + at;
      }
      start += count;
    }
    return undefined;
  }

  /** All pieces of a text that may be a translation. @param {string} normal */
  function piecesOf(normal) {
    const found = new Set();
    for (const [run] of normal.matchAll(HAN_RUN)) {
      for (let start = 0; start < run.length; start += 1) {
        for (let end = start + SHORTEST; end <= Math.min(run.length, start + LONGEST); end += 1) found.add(run.slice(start, end));
      }
    }
    return found;
  }

  /** Chinese paragraphs: whether the paragraph with the same anchor has the words, and its pieces.
   *  @param {CheckedText} checked
   *  @param {SoughtPart[]} parts
   *  @returns {Promise<{ isAsked: boolean, pieces: Set<string> }[]>} */
  async function readPair({ number, text }, parts) {
    const other = await chineseOf(number);
    if (other === undefined) return [];
    const own = passages.read(await files.passages(text));
    const anchors = own.filter((passage) => parts.every((part) => passages.ranges(passage, part).length)).map(({ anchor }) => anchor);
    const chinese = passages.read(await files.passages(await files.text(other)));
    return chinese.map(({ anchor, squeezed }) => ({ isAsked: anchors.includes(anchor), pieces: piecesOf(squeezed.normal) }));
  }

  /** The piece that is in the asked paragraphs and in few others; the longest of equal ones.
   *  @param {{ isAsked: boolean, pieces: Set<string> }[]} paragraphs */
  function choosePiece(paragraphs) {
    const asked = paragraphs.filter(({ isAsked }) => isAsked);
    /** @type {Map<string, number>} */
    const inAsked = new Map();
    for (const { pieces } of asked) for (const piece of pieces) inAsked.set(piece, (inAsked.get(piece) ?? 0) + 1);
    let best = { piece: '', dice: 0 };
    for (const [piece, count] of inAsked) {
      if (count < PARAGRAPHS) continue;
      const all = paragraphs.filter(({ pieces }) => pieces.has(piece)).length;
      const dice = (2 * count) / (asked.length + all);
      if (dice > best.dice || (dice === best.dice && piece.length > best.piece.length)) best = { piece, dice };
    }
    return best.dice >= LEAST ? best.piece : '';
  }

  /** What the words of a query are called in Chinese; empty if the archive does not tell.
   *  @param {QueryPlan} plan
   *  @param {SoughtPart[]} parts
   *  @param {CheckedText[]} shown texts that have them */
  async function translate(plan, parts, shown) {
    if (!plan.normal || [...plan.normal].some(isHan)) return '';
    const held = shown.filter(({ text }) => text.languages?.includes(TARGET)).slice(0, TEXTS);
    const whole = { kind: 'phrase', phrase: plan.normal.replace(BLANKS, ''), terms: [] };
    for (const sought of [[whole], parts]) {
      const piece = choosePiece((await Promise.all(held.map((checked) => readPair(checked, sought)))).flat());
      if (piece) return piece;
    }
    return '';
  }

  /** A query that may also be met by synonyms of its words and by its words in Chinese; undefined if there are none.
   *  @param {AnswerState} state
   *  @returns {Promise<WiderPlan | undefined>} */
  async function widenPlan({ plan, found, shown }) {
    if (plan.union) return undefined;
    const { languages } = await files.header();
    const translated = languages.length > 1 ? await translate(plan, found.parts, shown) : '';
    const synonyms = plan.normal.includes('"') || shown.length > FEW ? [] : wording.listSynonyms(plan.normal, ['=']);
    const words = [...synonyms.slice(0, SYNONYMS), ...(translated ? [translated] : [])];
    const readings = words.map((text) => readWords(text).at(-1) ?? []);
    if (!words.length) return undefined;
    return { words: words.join(', '), plan: { ...plan, union: true, readings: [plan.readings.at(-1) ?? [], ...readings] } };
  }

  search.translating = { choosePiece, widenPlan };
})(globalThis.unresSearch);
