/* Says a query in other words: without the frame of a sentence, with synonyms, with other numerals. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { normalize, stripAccents } = search.tokens;
  const { readNumber } = search.facts;
  const { isStopWord } = search.stops;
  // The words of a sentence around what is sought, in Han.
  // matches: 关于
  // matches: 有哪些决议
  // rejects: 小武器
  const HAN_FRAME = /请问|我?想(?:要|找|知道|查)|请?帮我找|有没有|有关|关于|涉及|谈到|提到|(?:有)?(?:哪些|什么|哪个|几个)(?:决议|文件)?|(?:联合国)?大会(?:什么时候|何时)|是?(?:什么时候|何时|哪一年)|怎样|怎么|如何|说了(?:什么|些什么)|联合国(?:大会)?(?:对|就|关于)|(?:的|问题的?)?(?:决议|文件)(?:有哪些|吗|呢)?$|(?:吗|呢|么)$|通过了/g;
  // A border between Han and letters or digits.
  // matches: d疫
  // matches: 毒2
  // rejects: ab
  const BORDER = /(?<=[a-z0-9])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[a-z0-9])|(?<=[a-z]{3})(?=[0-9])/g;
  // matches: 第75届
  // matches: 20周年
  // rejects: 2003年
  const DIGITS_IN_HAN = /(?<![0-9])([0-9]{1,2})(?=届|周年|个|次)/g;
  // matches: 第七十五届
  // rejects: 一切
  const HAN_NUMERAL = /[一二三四五六七八九十]{1,4}(?=届|周年|个|次)/g;
  // matches: 一九九五年
  // rejects: 二十年
  const HAN_YEAR = /[〇零一二三四五六七八九]{4}(?=年)/g;
  // matches: 4th
  // matches: 75e
  // rejects: covid
  const ORDINAL = /(?<![\p{L}0-9])([0-9]{1,2})(?:st|nd|rd|th|e|ème|a|o|-?й|-?я)(?![\p{L}0-9])/gu;
  // matches: 难
  // rejects: a
  const HAN = /[\u4e00-\u9fff]/;
  // matches: "a b"
  // rejects: ab
  const BLANKS = /\s+/;
  // What is written together with an Arabic word before it: the article, after `and`, `in`, `like` or `for`.
  // matches: اللاجئين
  // matches: والالتزامات
  // matches: للاتفاقات
  // rejects: لاجئ
  const ARTICLE = /^[وف]?(?:[بك]?ال|لل)(?=...)/;
  // One of these words alone, if it is none of the letters of the word.
  // matches: ونيبال
  // rejects: وطن
  const PARTICLE = /^[وفبكل](?=....)/;
  const ORDINALS = new Map(Object.entries({
    1: 'first', 2: 'second', 3: 'third', 4: 'fourth quatrième cuarto', 5: 'fifth cinquième quinto', 6: 'sixth', 7: 'seventh septième',
    8: 'eighth', 9: 'ninth', 10: 'tenth', 20: 'twentieth', 25: 'twenty-fifth', 30: 'thirtieth', 50: 'fiftieth', 75: 'seventy-fifth soixante-quinzième',
  }));

  /** The Han numeral of a number below 100. @param {number} number */
  function writeHan(number) {
    const digits = '〇一二三四五六七八九';
    const [tens, ones] = [Math.floor(number / 10), number % 10];
    const start = tens ? `${tens > 1 ? digits[tens] : ''}十` : '';
    return start + (ones ? digits[ones] : '');
  }

  /** A query without the frame of a sentence in Han. @param {string} normal */
  const dropFrame = (normal) => normal.replace(HAN_FRAME, ' ').trim();

  /** A query without the words that ask for nothing. @param {string} normal */
  const dropStopWords = (normal) => normal.split(BLANKS).filter((word) => !isStopWord(word)).join(' ');

  /** A query with white space at the borders between Han, letters and digits. @param {string} normal */
  const splitBorders = (normal) => normal.replace(BORDER, ' ');

  /** A query with its numerals written in the other way; the query itself if it has none. @param {string} normal */
  function changeNumerals(normal) {
    return normal.replace(HAN_YEAR, (year) => String(readNumber(year)))
      .replace(ORDINAL, (text, number) => ORDINALS.get(number)?.split(' ')[0] ?? text)
      .replace(DIGITS_IN_HAN, (_, number) => `\ue002${writeHan(Number(number))}`)
      .replace(HAN_NUMERAL, (numeral, at, whole) => (whole[at - 1] === '\ue002' ? numeral : String(readNumber(numeral))))
      .replaceAll('\ue002', '');
  }

  /** The groups of synonyms, those joined by a sign. @param {string} sign */
  const listGroups = (sign) => search.synonyms.trim().split('\n').filter((line) => line.includes(sign))
    .map((line) => line.split(sign).map((word) => normalize(word.trim())));

  /** Whether a query has a word; one in Han may be anywhere, another only as a whole. @param {string} normal @param {string} word */
  function hasWord(normal, word) {
    if (HAN.test(word)) return normal.includes(word);
    return ` ${stripAccents(normal)} `.includes(` ${stripAccents(word)} `);
  }

  /** A query with each of a word's synonyms in its place, for the longest word that has some.
   *  @param {string} normal
   *  @param {('=' | '~')[]} signs the kinds of synonyms */
  function listSynonyms(normal, signs = ['=', '~']) {
    const found = signs.flatMap(listGroups).flatMap((group) => group.filter((word) => hasWord(normal, word)).map((word) => ({ word, group })));
    const [longest] = found.sort((one, other) => other.word.length - one.word.length);
    if (!longest) return [];
    return longest.group.filter((word) => word !== longest.word && !normal.includes(word))
      .map((word) => normal.replace(longest.word, ` ${word} `).trim());
  }

  /** An Arabic word as it is, and as it may be without what is written together with it. @param {string} word */
  const listBare = (word) => [...new Set([word, word.replace(ARTICLE, ''), word.replace(PARTICLE, '')])];

  search.wording = { ARTICLE, listBare, dropFrame, dropStopWords, splitBorders, changeNumerals, listSynonyms };
})(globalThis.unresSearch);
